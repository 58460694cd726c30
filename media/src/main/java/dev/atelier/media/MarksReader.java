package dev.atelier.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Finds the XMP packet in an image file, wherever its format keeps it. */
final class MarksReader {
  static final byte[] JPEG_XMP = "http://ns.adobe.com/xap/1.0/\0".getBytes(ISO_8859_1);
  static final byte[] PNG_XMP = "XML:com.adobe.xmp\0\0\0\0\0".getBytes(ISO_8859_1);
  private static final int PACKET_BYTES_MAX = 1 << 20;

  private final DataInputStream in;

  private MarksReader(DataInputStream in) {
    this.in = in;
  }

  static Optional<byte[]> xmp(Path file) throws IOException, UnusableMediaException {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      var reader = new MarksReader(in);
      in.mark(Format.HEAD_BYTES);
      var head = in.readNBytes(Format.HEAD_BYTES);
      in.reset();
      var format =
          head.length < Format.HEAD_BYTES
              ? Optional.<dev.atelier.image.OutputFormat>empty()
              : Format.of(head);
      return switch (format.orElseThrow(UnusableMediaException::notAnImage)) {
        case PNG -> reader.png();
        case JPEG -> reader.jpeg();
        case WEBP -> reader.webp();
      };
    } catch (EOFException ended) {
      throw new UnusableMediaException("is truncated", ended);
    }
  }

  private Optional<byte[]> png() throws IOException {
    in.skipNBytes(8);
    while (true) {
      long length = in.readInt() & 0xffff_ffffL;
      int type = in.readInt();
      if (type == Walk.tag("IEND")) {
        return Optional.empty();
      }
      if (type == Walk.tag("iTXt") && length <= PACKET_BYTES_MAX) {
        var found = after(PNG_XMP, in.readNBytes((int) length));
        if (found.isPresent()) {
          return found;
        }
        in.skipNBytes(4);
      } else {
        in.skipNBytes(length + 4);
      }
    }
  }

  private Optional<byte[]> jpeg() throws IOException {
    in.skipNBytes(2);
    while (in.readUnsignedByte() == 0xff) {
      int marker = in.readUnsignedByte();
      if (marker == 0xda || marker == 0xd9) {
        break;
      }
      int length = in.readUnsignedShort() - 2;
      if (length < 0) {
        break;
      }
      if (marker == 0xe1) {
        var found = after(JPEG_XMP, in.readNBytes(length));
        if (found.isPresent()) {
          return found;
        }
      } else {
        in.skipNBytes(length);
      }
    }
    return Optional.empty();
  }

  private Optional<byte[]> webp() throws IOException {
    in.skipNBytes(4);
    long left = (Integer.reverseBytes(in.readInt()) & 0xffff_ffffL) - 4;
    in.skipNBytes(4);
    while (left >= 8) {
      int type = in.readInt();
      long length = Integer.reverseBytes(in.readInt()) & 0xffff_ffffL;
      if (type == Walk.tag("XMP ") && length <= PACKET_BYTES_MAX) {
        return Optional.of(in.readNBytes((int) length));
      }
      long padded = length + (length & 1);
      in.skipNBytes(padded);
      left -= 8 + padded;
    }
    return Optional.empty();
  }

  private static Optional<byte[]> after(byte[] prefix, byte[] data) {
    return data.length >= prefix.length
            && Arrays.equals(data, 0, prefix.length, prefix, 0, prefix.length)
        ? Optional.of(Arrays.copyOfRange(data, prefix.length, data.length))
        : Optional.empty();
  }
}

package dev.atelier.media;

import dev.atelier.image.ImageSize;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Walks through a GIF's blocks up to its trailer (GIF89a, appendix A), with constant memory;
 * nothing here decodes one.
 */
public final class GifFile {
  private static final int SIGNATURE_BYTES = 6;
  private static final Set<String> SIGNATURES = Set.of("GIF87a", "GIF89a");
  private static final int EXTENSION = 0x21;
  private static final int PICTURE = 0x2c;
  private static final int TRAILER = 0x3b;
  private static final int HAS_TABLE = 0x80;
  private static final int CODE_BITS_MAX = 11;

  private final InputStream in;

  private GifFile(InputStream in) {
    this.in = in;
  }

  /**
   * The size of the canvas; empty if the file does not begin as a GIF.
   *
   * @throws UnusableMediaException when it does, and is not a whole one
   */
  public static Optional<ImageSize> size(Path file) throws UnusableMediaException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      byte[] start = in.readNBytes(SIGNATURE_BYTES);
      return SIGNATURES.contains(new String(start, StandardCharsets.US_ASCII))
          ? Optional.of(new GifFile(in).walk())
          : Optional.empty();
    } catch (EOFException e) {
      throw new UnusableMediaException("is truncated", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ImageSize walk() throws IOException, UnusableMediaException {
    ImageSize size = InputLimits.DEFAULT.accept(u16(), u16());
    table(u8(), 2);
    int pictures = 0;
    for (int block = u8(); block != TRAILER; block = u8()) {
      switch (block) {
        case EXTENSION -> in.skipNBytes(1);
        case PICTURE -> {
          picture();
          pictures++;
        }
        default -> throw UnusableMediaException.damaged();
      }
      data();
    }
    if (pictures == 0) {
      throw UnusableMediaException.damaged();
    }
    return size;
  }

  private void picture() throws IOException, UnusableMediaException {
    in.skipNBytes(8);
    table(u8(), 0);
    int codeBits = u8();
    if (codeBits < 1 || codeBits > CODE_BITS_MAX) {
      throw UnusableMediaException.damaged();
    }
  }

  /** Skips what stands between the flags and a colour table, and the table that they announce. */
  private void table(int flags, int between) throws IOException {
    in.skipNBytes(between);
    if ((flags & HAS_TABLE) != 0) {
      in.skipNBytes(3L << ((flags & 7) + 1));
    }
  }

  /** Skips a row of blocks, each with its length before it, up to the empty one. */
  private void data() throws IOException {
    for (int length = u8(); length > 0; length = u8()) {
      in.skipNBytes(length);
    }
  }

  private int u8() throws IOException {
    int value = in.read();
    if (value < 0) {
      throw new EOFException();
    }
    return value;
  }

  private int u16() throws IOException {
    int low = u8();
    return u8() << 8 | low;
  }
}

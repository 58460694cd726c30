package dev.atelier.media;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.atelier.image.ContentHash;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Sha256;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks a picture's container while it streams by: write the bytes to it in blocks of any length,
 * then call {@link #finish()}. PNG: chunk order, every checksum, IEND; JPEG: segments and scans up
 * to the end marker; WebP: RIFF length and chunks. It keeps a few kilobytes, whatever the size, and
 * decodes nothing.
 *
 * <p>Writing never fails: after a first problem the rest is ignored, {@link #problem()} tells it at
 * once and {@link #finish()} throws it. Not for use by several threads.
 */
public final class StructureCheck extends OutputStream {
  private final InputLimits limits;
  private final boolean tailAllowed;
  private byte[] head = new byte[Format.HEAD_BYTES];
  private int headBytes;
  private boolean foreign;
  private long bytes;
  private @Nullable Walk walk;
  private @Nullable UnusableMediaException problem;
  private @Nullable MessageDigest digest;

  /** A strict check: nothing may follow the picture's end. */
  public StructureCheck(InputLimits limits) {
    this(limits, false);
  }

  private StructureCheck(InputLimits limits, boolean tailAllowed) {
    this.limits = limits;
    this.tailAllowed = tailAllowed;
  }

  /**
   * A check for callers' uploads: bytes after the picture's end are tolerated, as every decoder
   * does; phones append a depth map or a film there.
   */
  public static StructureCheck ofUpload(InputLimits limits) {
    return new StructureCheck(limits, true);
  }

  /**
   * A strict check that also hashes what makes the picture, so that {@link #pictureHash} knows the
   * same one again whatever is said about it in the file.
   */
  public static StructureCheck hashing(InputLimits limits) {
    var check = new StructureCheck(limits, false);
    check.digest = Sha256.digest();
    return check;
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] block, int offset, int length) {
    if (problem != null) {
      return;
    }
    try {
      take(block, offset, offset + length);
    } catch (UnusableMediaException unusable) {
      problem = unusable;
    }
  }

  private void take(byte[] block, int from, int to) throws UnusableMediaException {
    bytes += to - from;
    if (bytes > limits.bytesMax()) {
      throw limits.tooLarge();
    }
    int at = from;
    while (walk == null && at < to) {
      int length = Math.min(head.length - headBytes, to - at);
      System.arraycopy(block, at, head, headBytes, length);
      headBytes += length;
      at += length;
      if (headBytes == head.length) {
        recognise();
      }
    }
    if (walk != null && at < to) {
      walk.take(block, at, to);
    }
  }

  /** Of what is none of ours a little more is read, to say what it is. */
  private void recognise() throws UnusableMediaException {
    if (foreign) {
      throw ForeignFile.problem(head, headBytes);
    }
    Optional<OutputFormat> format = Format.of(head);
    if (format.isPresent()) {
      walk = begin(format.get());
    } else {
      foreign = true;
      head = Arrays.copyOf(head, ForeignFile.SAMPLE_BYTES);
    }
  }

  private Walk begin(OutputFormat format) throws UnusableMediaException {
    Walk begun =
        switch (format) {
          case PNG -> new PngWalk(limits);
          case JPEG -> new JpegWalk(limits);
          case WEBP -> new WebpWalk(limits);
        };
    if (tailAllowed) {
      begun.allowTail();
    }
    if (digest != null) {
      begun.digest(digest);
    }
    begun.take(head, 0, head.length);
    return begun;
  }

  /** What the header says, as soon as enough of it has been written. */
  public Optional<ImageInfo> info() {
    return walk == null ? Optional.empty() : walk.info();
  }

  /** What is wrong with the bytes so far, if anything. */
  public Optional<UnusableMediaException> problem() {
    return Optional.ofNullable(problem);
  }

  /**
   * To be called after the last byte.
   *
   * @throws UnusableMediaException the first problem, or that the end is missing
   */
  public ImageInfo finish() throws UnusableMediaException {
    if (problem != null) {
      throw problem;
    }
    if (walk == null) {
      throw !foreign && Format.begins(head, headBytes)
          ? UnusableMediaException.truncated()
          : ForeignFile.problem(head, headBytes);
    }
    return walk.finish();
  }

  /**
   * The hash of format, size and encoded pixels, without metadata, once {@link #finish} has told
   * {@code info}; empty unless it is {@link #hashing}. To be asked once.
   */
  public Optional<ContentHash> pictureHash(ImageInfo info) {
    if (digest == null) {
      return Optional.empty();
    }
    digest.update(info.format().word().getBytes(US_ASCII));
    digest.update(
        ByteBuffer.allocate(8).putInt(info.size().width()).putInt(info.size().height()).flip());
    return Optional.of(new ContentHash(HexFormat.of().formatHex(digest.digest())));
  }
}

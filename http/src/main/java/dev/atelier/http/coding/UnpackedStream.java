package dev.atelier.http.coding;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * One coding undone while it is read, within limits: so many bytes in all, and not many times what
 * was sent, so that a small body cannot fill a disk.
 */
final class UnpackedStream extends InputStream {
  /** The best that a coding can do is about 1,000; what people send stays far below 100. */
  private static final int RATIO_MAX = 200;

  private static final long FREE_BYTES = 1 << 20;

  private final InputStream packed;
  private final CountedInput sent;
  private final Coding coding;
  private final long bytesMax;
  private @Nullable InputStream plain;
  private @Nullable IOException failure;
  private long bytes;

  /**
   * @param sent what came over the line, under all codings
   */
  UnpackedStream(InputStream packed, CountedInput sent, Coding coding, long bytesMax) {
    this.packed = packed;
    this.sent = sent;
    this.coding = coding;
    this.bytesMax = bytesMax;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      int count = plain().read(target, offset, length);
      bytes += Math.max(0, count);
      check();
      return count;
    } catch (ZipException | EOFException e) {
      String name = coding.name().toLowerCase(Locale.ROOT);
      failure = new CodedBodyException("the body is not valid " + name, 400, e);
    } catch (IOException e) {
      failure = e;
    }
    throw failure;
  }

  /** What can be had without waiting is not known; claiming none keeps buffered readers honest. */
  @Override
  public int available() {
    return 0;
  }

  @Override
  public void close() throws IOException {
    if (plain != null) {
      plain.close();
    }
    packed.close();
  }

  private InputStream plain() throws IOException {
    if (plain == null) {
      plain = coding.unpack(packed);
    }
    return plain;
  }

  private void check() throws IOException {
    if (bytes > bytesMax) {
      throw new UnpackedTooLargeException(bytesMax);
    }
    if (bytes > FREE_BYTES && bytes > RATIO_MAX * sent.bytes()) {
      throw new CodedBodyException(
          "the body unpacks to more than " + RATIO_MAX + " times its size", 413);
    }
  }
}

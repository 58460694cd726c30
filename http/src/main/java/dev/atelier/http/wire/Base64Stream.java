package dev.atelier.http.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * Base64 in blocks of 48 KiB of bytes and 64 KiB of text, so that an image never is in memory as a
 * whole and the JDK's coder runs on pieces it has compiled code for.
 */
public final class Base64Stream {
  static final int PLAIN_BYTES = 48 << 10;
  static final int TEXT_BYTES = 64 << 10;

  /** The first blocks are small, so that a small image does not cost two large ones. */
  private static final int FIRST_PLAIN_BYTES = PLAIN_BYTES / 32;

  private static final int FIRST_TEXT_BYTES = TEXT_BYTES / 32;
  private static final int GROWTH = 8;

  private Base64Stream() {}

  /** How many characters {@code bytes} bytes take, padding included. */
  public static long encodedLength(long bytes) {
    return (bytes + 2) / 3 * 4;
  }

  /** Writes all of {@code in} as padded base64; returns how many characters. Closes neither. */
  public static long encode(InputStream in, OutputStream out) throws IOException {
    byte[] plain = new byte[FIRST_PLAIN_BYTES];
    byte[] text = new byte[FIRST_TEXT_BYTES];
    long written = 0;
    while (true) {
      int count = in.readNBytes(plain, 0, plain.length);
      boolean full = count == plain.length;
      int encoded = Base64.getEncoder().encode(full ? plain : Arrays.copyOf(plain, count), text);
      out.write(text, 0, encoded);
      written += encoded;
      if (!full) {
        return written;
      }
      if (plain.length < PLAIN_BYTES) {
        plain = new byte[Math.min(GROWTH * plain.length, PLAIN_BYTES)];
        text = new byte[Math.min(GROWTH * text.length, TEXT_BYTES)];
      }
    }
  }

  /** A sink for base64 text that passes the bytes on; ended by {@link Decoder#finish}. */
  public static Decoder decoder(OutputStream out) {
    return new Decoder(out);
  }

  /**
   * Takes strict base64: no blanks, no line ends, the standard alphabet; padding may be missing.
   * Never closes the stream behind it.
   */
  public static final class Decoder extends OutputStream {
    private final OutputStream out;
    private byte[] text = new byte[FIRST_TEXT_BYTES];
    private byte[] plain = new byte[FIRST_PLAIN_BYTES];
    private int filled;
    private boolean padded;
    private boolean finished;

    private Decoder(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      if (finished && length > 0) {
        throw new IOException("the decoder has finished");
      }
      int left = length;
      while (left > 0) {
        int count = Math.min(left, text.length - filled);
        System.arraycopy(source, offset + length - left, text, filled, count);
        filled += count;
        left -= count;
        if (filled == text.length) {
          decodeBlock();
          grow();
        }
      }
    }

    /** Decodes what is left. Throws {@link MalformedBase64Exception} for a cut or wrong end. */
    public void finish() throws IOException {
      if (!finished) {
        text = Arrays.copyOf(text, filled);
        decodeBlock();
        finished = true;
      }
    }

    /** The same as {@link #finish}. */
    @Override
    public void close() throws IOException {
      finish();
    }

    private void grow() {
      if (text.length < TEXT_BYTES) {
        text = new byte[Math.min(GROWTH * text.length, TEXT_BYTES)];
        plain = new byte[Math.min(GROWTH * plain.length, PLAIN_BYTES)];
      }
    }

    private void decodeBlock() throws IOException {
      if (padded && filled > 0) {
        throw new MalformedBase64Exception("has characters behind its padding");
      }
      int count;
      try {
        count = Base64.getDecoder().decode(text, plain);
      } catch (IllegalArgumentException e) {
        throw new MalformedBase64Exception("is not valid base64");
      }
      padded = filled > 0 && text[filled - 1] == '=';
      out.write(plain, 0, count);
      filled = 0;
    }
  }
}

package dev.atelier.http.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where a run of bytes of one kind ends, 32 bytes at a time: much of the time of a picture in
 * JSON or in an event is spent here.
 *
 * <p>{@code (x - 0x01…) & ~x & 0x80…} is not zero where a byte of x is zero, and {@code (x - 0x20…)
 * & ~x & 0x80…} where one is below a blank ("Bit Twiddling Hacks", Sean Eron Anderson). A borrow
 * may mark a byte behind a real hit, never one where there is none.
 */
final class ByteRun {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long SIGNS = 0x8080_8080_8080_8080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long BLANKS = ONES * ' ';
  private static final long LINE_FEEDS = ONES * '\n';
  private static final long RETURNS = ONES * '\r';

  private static final int STRIDE = 4 * Long.BYTES;

  private ByteRun() {}

  /** Where the next quote, backslash or control character is, or {@code end}. */
  static int plain(byte[] block, int from, int end) {
    int at = from;
    while (at + STRIDE <= end
        && ((special(word(block, at, 0))
                    | special(word(block, at, 1))
                    | special(word(block, at, 2))
                    | special(word(block, at, 3)))
                & SIGNS)
            == 0) {
      at += STRIDE;
    }
    while (at < end && isPlain(block[at])) {
      at++;
    }
    return at;
  }

  /** The same, or where the next byte is that is no ASCII. */
  static int plainAscii(byte[] block, int from, int end) {
    int at = from;
    while (at + STRIDE <= end
        && ((foreign(word(block, at, 0))
                    | foreign(word(block, at, 1))
                    | foreign(word(block, at, 2))
                    | foreign(word(block, at, 3)))
                & SIGNS)
            == 0) {
      at += STRIDE;
    }
    while (at < end && block[at] >= 0 && isPlain(block[at])) {
      at++;
    }
    return at;
  }

  /** Where the next LF or CR is, or {@code end}. */
  static int line(byte[] block, int from, int end) {
    int at = from;
    while (at + STRIDE <= end
        && ((lineEnd(word(block, at, 0))
                    | lineEnd(word(block, at, 1))
                    | lineEnd(word(block, at, 2))
                    | lineEnd(word(block, at, 3)))
                & SIGNS)
            == 0) {
      at += STRIDE;
    }
    while (at < end && block[at] != '\n' && block[at] != '\r') {
      at++;
    }
    return at;
  }

  private static long word(byte[] block, int at, int index) {
    return (long) WORDS.get(block, at + index * Long.BYTES);
  }

  /** Has a sign where a byte of the word is not plain. */
  private static long special(long word) {
    return zero(word ^ QUOTES) | zero(word ^ BACKSLASHES) | ((word - BLANKS) & ~word);
  }

  /** Has a sign where a byte of the word is not plain, or no ASCII. */
  private static long foreign(long word) {
    return special(word) | word;
  }

  private static long lineEnd(long word) {
    return zero(word ^ LINE_FEEDS) | zero(word ^ RETURNS);
  }

  private static long zero(long word) {
    return (word - ONES) & ~word;
  }

  private static boolean isPlain(byte b) {
    return b != '"' && b != '\\' && (b < 0 || b >= ' ');
  }
}

package dev.atelier.http.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where the plain characters of a JSON string end, 32 bytes at a time: most of a picture's
 * time in JSON is spent here.
 *
 * <p>{@code (x - 0x01…) & ~x & 0x80…} is not zero where a byte of x is zero, and {@code (x - 0x20…)
 * & ~x & 0x80…} where one is below a blank ("Bit Twiddling Hacks", Sean Eron Anderson). A borrow
 * may mark a byte behind a real hit, never one where there is none.
 */
final class PlainRun {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long SIGNS = 0x8080_8080_8080_8080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long BLANKS = ONES * ' ';

  private static final int STRIDE = 4 * Long.BYTES;

  private PlainRun() {}

  /** Where the next quote, backslash or control character is, or {@code end}. */
  static int end(byte[] block, int from, int end) {
    int at = from;
    while (at + STRIDE <= end
        && ((special((long) WORDS.get(block, at))
                    | special((long) WORDS.get(block, at + Long.BYTES))
                    | special((long) WORDS.get(block, at + 2 * Long.BYTES))
                    | special((long) WORDS.get(block, at + 3 * Long.BYTES)))
                & SIGNS)
            == 0) {
      at += STRIDE;
    }
    while (at + Long.BYTES <= end && (special((long) WORDS.get(block, at)) & SIGNS) == 0) {
      at += Long.BYTES;
    }
    while (at < end && plain(block[at])) {
      at++;
    }
    return at;
  }

  /** Whether all of these bytes are ASCII. */
  static boolean ascii(byte[] block, int from, int end) {
    long signs = 0;
    int at = from;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      signs |= (long) WORDS.get(block, at);
    }
    for (; at < end; at++) {
      signs |= block[at] & 0x80;
    }
    return (signs & SIGNS) == 0;
  }

  /** Has a sign where a byte of the word is not plain. */
  private static long special(long word) {
    return zero(word ^ QUOTES) | zero(word ^ BACKSLASHES) | ((word - BLANKS) & ~word);
  }

  private static long zero(long word) {
    return (word - ONES) & ~word;
  }

  private static boolean plain(byte b) {
    return b != '"' && b != '\\' && (b < 0 || b >= ' ');
  }
}

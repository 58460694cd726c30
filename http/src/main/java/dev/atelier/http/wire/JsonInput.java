package dev.atelier.http.wire;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a JSON text, one block at a time. */
final class JsonInput {
  static final int BLOCK_BYTES = 64 << 10;

  /** Most texts are short. */
  private static final int FIRST_BYTES = 1 << 10;

  private static final int GROWTH = 8;

  static final int EOF = -1;

  private final InputStream in;
  byte[] block = new byte[FIRST_BYTES];
  int at;
  int end;
  private long before;

  JsonInput(InputStream in) {
    this.in = in;
  }

  /** The next byte, unsigned, without taking it; {@link #EOF} at the end. */
  int peek() throws IOException {
    return at < end || fill() ? block[at] & 0xff : EOF;
  }

  /** Takes the next byte, which must be there. */
  int take() throws IOException {
    int next = peek();
    if (next == EOF) {
      throw malformed("it ends too early");
    }
    at++;
    return next;
  }

  /** Takes blanks and returns what {@link #peek} sees behind them. */
  int peekBehindBlanks() throws IOException {
    int next = peek();
    while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
      at++;
      next = peek();
    }
    return next;
  }

  /** Reads the next block once this one is used up; false at the end. */
  boolean fill() throws IOException {
    if (end == block.length && end < BLOCK_BYTES) {
      block = new byte[GROWTH * end];
    }
    before += end;
    at = 0;
    end = 0;
    int count = in.read(block);
    while (count == 0) {
      count = in.read(block);
    }
    end = Math.max(0, count);
    return count > 0;
  }

  MalformedJsonException malformed(String problem) {
    return new MalformedJsonException("not valid JSON at byte " + (before + at) + ": " + problem);
  }
}

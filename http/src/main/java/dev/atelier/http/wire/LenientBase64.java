package dev.atelier.http.wire;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes base64 in every spelling that still means the same bytes, and passes them on: the standard
 * or the URL-safe alphabet or both, blanks and line ends anywhere, percent-encoding, padding that
 * is missing or doubled. What could mean other bytes is refused: an unknown character, anything but
 * blanks behind the padding, a number of characters that no bytes have.
 *
 * <p>Works in blocks like {@link Base64Stream}. Never closes the stream behind it.
 */
public final class LenientBase64 extends OutputStream {
  private static final int BLOCK_BYTES = 8 << 10;
  private static final byte WRONG = 0;
  private static final byte BLANK = 1;
  private static final byte PADDING = 2;
  private static final byte PERCENT = 3;
  private static final byte[] MEANING = meaning();

  private final Base64Stream.Decoder decoder;
  private final byte[] block = new byte[BLOCK_BYTES];
  private int filled;
  private long characters;
  private boolean padded;
  private final PercentEscape escape = new PercentEscape();

  public LenientBase64(OutputStream out) {
    this.decoder = Base64Stream.decoder(out);
  }

  @Override
  public void write(int b) throws IOException {
    take((byte) b);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    for (int at = offset; at < offset + length; at++) {
      take(source[at]);
    }
  }

  /** Ends the text; throws {@link MalformedBase64Exception} when it is cut. */
  @Override
  public void close() throws IOException {
    if (escape.open() || characters % 4 == 1) {
      throw new MalformedBase64Exception("is cut short");
    }
    pass();
    decoder.finish();
  }

  private void take(byte character) throws IOException {
    if (escape.open()) {
      int decoded = escape.take(character);
      if (decoded >= 0) {
        take((byte) decoded);
      }
      return;
    }
    byte meaning = MEANING[character & 0xff];
    switch (meaning) {
      case BLANK -> {}
      case PERCENT -> escape.begin();
      case PADDING -> padded = true;
      case WRONG -> throw new MalformedBase64Exception("is not valid base64");
      default -> keep(meaning);
    }
  }

  private void keep(byte character) throws IOException {
    if (padded) {
      throw new MalformedBase64Exception("has characters behind its padding");
    }
    if (filled == block.length) {
      pass();
    }
    block[filled++] = character;
    characters++;
  }

  private void pass() throws IOException {
    decoder.write(block, 0, filled);
    filled = 0;
  }

  /** What each byte stands for: a character of the standard alphabet, or one of the marks. */
  private static byte[] meaning() {
    var meaning = new byte[256];
    String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (char letter : letters.toCharArray()) {
      meaning[letter] = (byte) letter;
    }
    meaning['-'] = '+';
    meaning['_'] = '/';
    meaning['='] = PADDING;
    meaning['%'] = PERCENT;
    for (char blank : " \t\r\n\f\u000b".toCharArray()) {
      meaning[blank] = BLANK;
    }
    return meaning;
  }
}

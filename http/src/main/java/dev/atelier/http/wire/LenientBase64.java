package dev.atelier.http.wire;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes base64 in every spelling that still means the same bytes, and passes them on: the standard
 * or the URL-safe alphabet or both, blanks and line ends anywhere, also as escapes of a program's
 * text, quotes around it, percent-encoding, padding that is missing or doubled. What could mean
 * other bytes is refused: an unknown character, anything but blanks behind the padding or the
 * closing quote, a number of characters that no bytes have.
 *
 * <p>Passes runs of plain characters on as they are. Never closes the stream behind it.
 */
public final class LenientBase64 extends OutputStream {
  private static final byte WRONG = 0;
  private static final byte BLANK = 1;
  private static final byte PADDING = 2;
  private static final byte PERCENT = 3;
  private static final byte BACKSLASH = 4;
  private static final byte QUOTE = 5;
  private static final byte[] MEANING = meaning();

  private final Base64Stream.Decoder decoder;
  private long characters;
  private boolean ended;
  private boolean escaped;
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
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int plain = plainEnd(source, at, end);
      if (plain > at) {
        decoder.write(source, at, plain - at);
        characters += plain - at;
        at = plain;
      } else {
        take(source[at++]);
      }
    }
  }

  /** Where a run of characters ends that stand for themselves, as nearly all do. */
  private int plainEnd(byte[] source, int from, int end) {
    int at = from;
    if (!ended && !escaped && !escape.open()) {
      while (at < end && MEANING[source[at] & 0xff] == source[at] && source[at] > QUOTE) {
        at++;
      }
    }
    return at;
  }

  /** Ends the text; throws {@link MalformedBase64Exception} when it is cut. */
  @Override
  public void close() throws IOException {
    if (escape.open() || escaped || characters % 4 == 1) {
      throw new MalformedBase64Exception("is cut short");
    }
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
    if (escaped) {
      escaped = false;
      unescape(character);
      return;
    }
    byte meaning = MEANING[character & 0xff];
    switch (meaning) {
      case BLANK -> {}
      case PERCENT -> escape.begin();
      case BACKSLASH -> escaped = true;
      case PADDING -> ended = true;
      case QUOTE -> ended |= characters > 0;
      case WRONG -> throw new MalformedBase64Exception("is not valid base64");
      default -> keep(meaning);
    }
  }

  /** What a text that was escaped once too often has in place of a line end or a slash. */
  private void unescape(byte character) throws IOException {
    switch (character) {
      case 'n', 'r', 't' -> {}
      case '/' -> keep(character);
      default -> throw new MalformedBase64Exception("is not valid base64");
    }
  }

  private void keep(byte character) throws IOException {
    if (ended) {
      throw new MalformedBase64Exception("has characters behind its padding");
    }
    decoder.write(character);
    characters++;
  }

  /** What each byte stands for: a character of the standard alphabet, or one of the marks. */
  private static byte[] meaning() {
    var meaning = new byte[256];
    String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    letters.chars().forEach(letter -> meaning[letter] = (byte) letter);
    meaning['-'] = '+';
    meaning['_'] = '/';
    meaning['='] = PADDING;
    meaning['%'] = PERCENT;
    meaning['\\'] = BACKSLASH;
    meaning['"'] = QUOTE;
    meaning['\''] = QUOTE;
    " \t\r\n\f\u000b".chars().forEach(blank -> meaning[blank] = BLANK);
    return meaning;
  }
}

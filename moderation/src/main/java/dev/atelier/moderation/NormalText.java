package dev.atelier.moderation;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Text in the form in which phrases are compared: compatibility forms composed (NFKC), case folded,
 * invisible characters dropped, and runs of blanks made one. Blanks beside a character of a script
 * that writes none, such as Chinese, are dropped.
 */
final class NormalText {
  private NormalText() {}

  static String of(String text) {
    // Upper, then lower case is Unicode's full folding for all but a few letters: ß becomes ss.
    var folded =
        compose(compose(text).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('ς', 'σ'));
    var normal = new StringBuilder(folded.length());
    var blank = false;
    for (var i = 0; i < folded.length(); ) {
      var character = folded.codePointAt(i);
      i += Character.charCount(character);
      if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
        blank = true;
      } else if (!invisible(character)) {
        if (blank && !normal.isEmpty() && separated(normal, character)) {
          normal.append(' ');
        }
        blank = false;
        normal.appendCodePoint(character);
      }
    }
    return normal.toString();
  }

  /** A character of a script that puts no blanks between words. */
  static boolean dense(int character) {
    return switch (Character.UnicodeScript.of(character)) {
      case HAN, HIRAGANA, KATAKANA, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }

  private static boolean separated(StringBuilder before, int after) {
    return !dense(before.codePointBefore(before.length())) && !dense(after);
  }

  private static boolean invisible(int character) {
    return switch (Character.getType(character)) {
      case Character.FORMAT, Character.CONTROL -> true;
      default -> character >= 0xFE00 && character <= 0xFE0F;
    };
  }

  private static String compose(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }
}

package dev.atelier.moderation.rules;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Text without disguise of single characters: compatibility forms decomposed (NFKD), marks and
 * invisible characters dropped, case folded, look-alikes replaced. Blanks and punctuation stay.
 */
final class FoldText {
  private FoldText() {}

  static String of(String text) {
    if (text.chars().allMatch(c -> c < 128)) {
      return text.toLowerCase(Locale.ROOT);
    }
    LookAlikes plain = LookAlikes.builtIn();
    String lower = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
    var folded = new StringBuilder(lower.length());
    lower
        .codePoints()
        .filter(character -> !dropped(character))
        .map(plain::of)
        .map(Character::toLowerCase)
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }

  private static boolean dropped(int character) {
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> true;
      case Character.CONTROL -> !Character.isWhitespace(character);
      default -> character == 0x115F || character == 0x3164 || character == 0x2800;
    };
  }
}

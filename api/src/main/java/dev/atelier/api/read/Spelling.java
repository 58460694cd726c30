package dev.atelier.api.read;

import java.text.Normalizer;
import java.util.Locale;

/** How a word is compared that clients may spell as they like. */
final class Spelling {
  private static final int WORD_MAX = 256;

  private Spelling() {}

  /** In small letters of usual width, without blanks around it; a long text is left as it is. */
  static String plain(String text) {
    return text.length() > WORD_MAX
        ? text
        : Normalizer.normalize(text, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
  }
}

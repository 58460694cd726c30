package dev.atelier.providers.sandbox.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits text into the smallest parts a phrase is made of: words of alphabetic scripts, single
 * characters of Chinese. Everything else separates.
 */
final class Atoms {
  /**
   * @param text lower case
   * @param han whether it is one Chinese character
   */
  record Atom(String text, int start, int end, boolean han) {}

  private Atoms() {}

  static List<Atom> of(String text) {
    var atoms = new ArrayList<Atom>();
    int at = 0;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      int next = at + Character.charCount(point);
      if (isHan(point)) {
        atoms.add(new Atom(text.substring(at, next), at, next, true));
      } else if (Character.isLetterOrDigit(point)) {
        next = wordEnd(text, at);
        atoms.add(new Atom(text.substring(at, next).toLowerCase(Locale.ROOT), at, next, false));
      }
      at = next;
    }
    return atoms;
  }

  private static int wordEnd(String text, int start) {
    int at = start;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      boolean inside = Character.isLetterOrDigit(point) && !isHan(point);
      boolean hyphen = point == '-' && at + 1 < text.length() && isWordStart(text, at + 1);
      if (!inside && !hyphen) {
        return at;
      }
      at += Character.charCount(point);
    }
    return at;
  }

  private static boolean isWordStart(String text, int at) {
    int point = text.codePointAt(at);
    return Character.isLetterOrDigit(point) && !isHan(point);
  }

  static boolean isHan(int point) {
    return Character.UnicodeScript.of(point) == Character.UnicodeScript.HAN;
  }

  /** The phrase of some atoms, as the vocabulary spells it. */
  static String phrase(List<Atom> atoms) {
    var joined = new StringBuilder();
    Atom before = null;
    for (var atom : atoms) {
      if (before != null && !(before.han() && atom.han())) {
        joined.append(' ');
      }
      joined.append(atom.text());
      before = atom;
    }
    return joined.toString();
  }
}

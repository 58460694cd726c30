package dev.atelier.moderation.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Other readings of one written word: digits and signs for letters, letters repeated, a star for a
 * vowel, a plural. Only readings that are words of the rules are of interest.
 */
final class Disguises {
  static final String SIGNS = "@$!|+€£";
  private static final String LEET = "@$!|+€£013456789";
  private static final String LETTERS = "asiiteloieasgtbg";
  private static final String OTHER_LETTERS = "aslltelolzasbtbg";
  private static final String RARELY_DOUBLE = "aiuyhjkqvwx";
  private static final String VOWELS = "aeiou";
  private static final int LONG_RUN = 3;

  static final int PREFIX = 3;

  private final Set<String> known;
  private final Set<String> prefixes;

  /**
   * @param known the words of the rules
   */
  Disguises(Set<String> known) {
    this.known = Set.copyOf(known);
    this.prefixes =
        known.stream()
            .filter(word -> word.length() >= PREFIX)
            .map(word -> word.substring(0, PREFIX))
            .collect(Collectors.toUnmodifiableSet());
  }

  boolean known(String word) {
    return known.contains(word);
  }

  /** Whether some known word begins with these {@link #PREFIX} letters. */
  boolean begins(String prefix) {
    return prefixes.contains(prefix);
  }

  /** A run of letters, with the digits and signs in it read as letters. */
  Set<String> translated(String letters) {
    var all = new LinkedHashSet<String>();
    all.add(letters);
    all.add(translated(letters, LETTERS));
    all.add(translated(letters, OTHER_LETTERS));
    return all;
  }

  /** The known words that this may be, itself not counted. */
  List<String> of(String written) {
    if (undisguised(written)) {
      return singular(written);
    }
    var readings = new LinkedHashSet<String>();
    Set<String> bases = new LinkedHashSet<>(List.of(written));
    if (written.chars().anyMatch(c -> LEET.indexOf(c) >= 0)
        && written.chars().anyMatch(c -> c >= 'a' && c <= 'z')) {
      bases.add(translated(written, LETTERS));
      bases.add(translated(written, OTHER_LETTERS));
    }
    int star = written.indexOf('*');
    if (star > 0 && star == written.lastIndexOf('*') && star < written.length() - 1) {
      VOWELS.chars().forEach(vowel -> bases.add(written.replace('*', (char) vowel)));
    }
    for (String base : bases) {
      readings.add(base);
      readings.addAll(squeezed(base));
    }
    for (String reading : List.copyOf(readings)) {
      if (reading.endsWith("s") && reading.length() > LONG_RUN) {
        readings.add(reading.substring(0, reading.length() - 1));
      }
    }
    readings.remove(written);
    readings.removeIf(reading -> !known.contains(reading));
    return List.copyOf(readings);
  }

  /** Whether it has letters alone, none of them twice in a row: most words do. */
  private static boolean undisguised(String written) {
    char before = ' ';
    for (int i = 0; i < written.length(); i++) {
      char letter = written.charAt(i);
      if (letter == before || !Character.isLetter(letter)) {
        return false;
      }
      before = letter;
    }
    return true;
  }

  private List<String> singular(String word) {
    if (word.length() > LONG_RUN && word.endsWith("s")) {
      String stem = word.substring(0, word.length() - 1);
      return known.contains(stem) ? List.of(stem) : List.of();
    }
    return List.of();
  }

  private static String translated(String written, String letters) {
    var read = new StringBuilder(written.length());
    for (int i = 0; i < written.length(); i++) {
      int sign = LEET.indexOf(written.charAt(i));
      read.append(sign < 0 ? written.charAt(i) : letters.charAt(sign));
    }
    return read.toString();
  }

  /** Long runs of one letter made one or two of it, and rare doubles one. */
  private static List<String> squeezed(String word) {
    var once = new StringBuilder();
    var twice = new StringBuilder();
    var rare = new StringBuilder();
    for (int i = 0; i < word.length(); ) {
      char letter = word.charAt(i);
      int end = i;
      while (end < word.length() && word.charAt(end) == letter) {
        end++;
      }
      int run = end - i;
      boolean rareDouble = run == 2 && RARELY_DOUBLE.indexOf(letter) >= 0;
      once.repeat(letter, run >= LONG_RUN ? 1 : run);
      twice.repeat(letter, Math.min(run, 2));
      rare.repeat(letter, run >= LONG_RUN || rareDouble ? 1 : run);
      i = end;
    }
    var all = new ArrayList<String>();
    all.add(once.toString());
    all.add(twice.toString());
    all.add(rare.toString());
    return all;
  }
}

package dev.atelier.moderation.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Splits folded text into words: runs of letters, digits and the signs that stand for letters; each
 * character of a script without blanks on its own. Words that are spread by blanks or punctuation,
 * or written into one, are read as what they make up. Linear in the text's length.
 */
final class SplitWords {
  private static final Pattern SIGNS = Pattern.compile("[" + Pattern.quote(Disguises.SIGNS) + "]+");
  private static final int COMPOUND_MAX = 40;
  private static final int PART_MIN = 3;
  private static final int SPREAD_MIN = 3;

  private final Disguises disguises;
  private final Disguises joined;

  /**
   * @param disguises of all words of the rules
   * @param joined of those that are looked for within others
   */
  SplitWords(Disguises disguises, Disguises joined) {
    this.disguises = disguises;
    this.joined = joined;
  }

  List<Word> of(String folded) {
    var words = new ArrayList<Word>();
    var run = new StringBuilder();
    var pieces = new ArrayList<String>();
    for (int i = 0; i < folded.length(); ) {
      int character = folded.codePointAt(i);
      int length = Character.charCount(character);
      if (inWord(character)) {
        run.appendCodePoint(character);
      } else if (run.length() > 0 && Spread.joins(character) && nextInWord(folded, i + length)) {
        pieces.add(take(run));
      } else if (dense(character)) {
        piece(run, pieces, words);
        words.add(new Word(List.of(Character.toString(character))));
      } else if (!Spread.apostrophe(character)) {
        piece(run, pieces, words);
      }
      i += length;
    }
    piece(run, pieces, words);
    return Spread.read(words, joined, SPREAD_MIN);
  }

  private static boolean nextInWord(String text, int place) {
    return place < text.length() && inWord(text.codePointAt(place));
  }

  private static boolean inWord(int character) {
    return !dense(character)
        && (Character.isLetterOrDigit(character) || Disguises.SIGNS.indexOf(character) >= 0);
  }

  private static boolean dense(int character) {
    return switch (Character.UnicodeScript.of(character)) {
      case HAN, HIRAGANA, KATAKANA, BOPOMOFO, THAI -> Character.isLetterOrDigit(character);
      default -> false;
    };
  }

  private static String take(StringBuilder run) {
    String taken = run.toString();
    run.setLength(0);
    return taken;
  }

  /** Ends what stands between two blanks: each piece is a word, and so may be all together. */
  private void piece(StringBuilder run, List<String> pieces, List<Word> words) {
    if (!run.isEmpty()) {
      pieces.add(take(run));
    }
    if (pieces.size() > 1 && pieces.stream().mapToInt(String::length).sum() <= COMPOUND_MAX) {
      List<String> readings = together(pieces);
      if (!readings.isEmpty()) {
        words.add(new Word(readings));
      }
    }
    pieces.forEach(one -> word(one, words));
    pieces.clear();
  }

  /** The known words that pieces with punctuation between them may be. */
  private List<String> together(List<String> pieces) {
    String whole = String.join("", pieces);
    var readings = new ArrayList<String>();
    if (joined.known(whole)) {
      readings.add(whole);
    }
    readings.addAll(joined.of(whole));
    if (pieces.size() == 2) {
      readings.addAll(joined.of(String.join("*", pieces)));
    }
    return readings;
  }

  private void word(String written, List<Word> words) {
    String bare = stripped(written);
    if (bare.isEmpty()) {
      return;
    }
    List<String> readings = disguises.of(written);
    if (!disguises.known(bare) && readings.isEmpty()) {
      readings = disguises.of(bare);
    }
    List<String> parts =
        disguises.known(bare) || !readings.isEmpty() ? List.of() : parts(bare, COMPOUND_MAX);
    if (!parts.isEmpty()) {
      parts.forEach(part -> words.add(new Word(List.of(part))));
    } else if (readings.isEmpty() && bare.chars().anyMatch(SplitWords::sign)) {
      for (String piece : SIGNS.split(bare)) {
        if (!piece.isEmpty()) {
          words.add(new Word(List.of(piece)));
        }
      }
    } else {
      var all = new ArrayList<>(List.of(bare));
      all.addAll(readings);
      words.add(new Word(all));
    }
  }

  private static boolean sign(int character) {
    return Disguises.SIGNS.indexOf(character) >= 0;
  }

  /** Without the signs at its ends that are mere punctuation. */
  private static String stripped(String written) {
    int from = 0;
    int to = written.length();
    while (to > from && sign(written.charAt(to - 1))) {
      to--;
    }
    while (from < to && sign(written.charAt(from))) {
      from++;
    }
    return written.substring(from, to);
  }

  /** The two or three known words that make it up, empty if they do not. */
  private List<String> parts(String word, int max) {
    if (word.length() < 2 * PART_MIN || word.length() > max) {
      return List.of();
    }
    for (int i = word.length() - PART_MIN; i >= PART_MIN; i--) {
      String first = word.substring(0, i);
      String rest = word.substring(i);
      if (joined.known(first)) {
        if (joined.known(rest)) {
          return List.of(first, rest);
        }
        List<String> more = rest.length() < word.length() ? parts(rest, rest.length()) : List.of();
        if (more.size() == 2) {
          return List.of(first, more.getFirst(), more.getLast());
        }
      }
    }
    return List.of();
  }
}

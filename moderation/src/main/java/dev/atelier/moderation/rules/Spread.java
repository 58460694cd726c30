package dev.atelier.moderation.rules;

import java.util.ArrayList;
import java.util.List;

/** Reads words whose letters are spread: {@code n a k e d}, {@code n.u.d.e}. */
final class Spread {
  private static final int TERM_MAX = 14;
  private static final int PREFIX = Disguises.PREFIX;

  private Spread() {}

  /** Whether the character, between two letters, may be there only to part them. */
  static boolean joins(int character) {
    return "-_.*~·•/\\:,;^'’`\"=#&%".indexOf(character) >= 0 || character == 0x30FB;
  }

  static boolean apostrophe(int character) {
    return character == '\'' || character == '’';
  }

  /** The words, with what runs of at least {@code min} single letters make up put before each. */
  static List<Word> read(List<Word> words, Disguises known, int min) {
    var read = new ArrayList<Word>(words.size());
    for (int i = 0; i < words.size(); ) {
      int end = i;
      var letters = new StringBuilder();
      while (end < words.size() && single(words.get(end))) {
        letters.append(words.get(end).written());
        end++;
      }
      if (end - i >= min) {
        read.addAll(within(letters.toString(), known));
      }
      if (end == i) {
        read.add(words.get(i));
        i++;
      } else {
        read.addAll(words.subList(i, end));
        i = end;
      }
    }
    return read;
  }

  private static boolean single(Word word) {
    String written = word.written();
    return written.length() == 1 && written.charAt(0) < 128;
  }

  /** Every known word in a run of letters, the longest at each place. */
  private static List<Word> within(String letters, Disguises known) {
    var found = new ArrayList<Word>();
    for (String read : known.translated(letters)) {
      for (int i = 0; i + PREFIX <= read.length(); i++) {
        if (known.begins(read.substring(i, i + PREFIX))) {
          int end = end(read, i, known);
          if (end > i) {
            found.add(new Word(List.of(read.substring(i, end))));
            i = end - 1;
          }
        }
      }
    }
    return found;
  }

  /** Where the longest known word from a place ends; the place itself for none. */
  private static int end(String letters, int from, Disguises known) {
    for (int end = Math.min(letters.length(), from + TERM_MAX); end >= from + PREFIX; end--) {
      if (known.known(letters.substring(from, end))) {
        return end;
      }
    }
    return from;
  }
}

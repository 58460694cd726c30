package dev.atelier.moderation.rules;

import java.util.ArrayList;
import java.util.List;

/** What a term with alternatives stands for: {@code kill|stop the|a process} is four. */
final class Alternatives {
  private static final int MAX = 10_000;

  private Alternatives() {}

  /**
   * Each alternative by its words; a Chinese word by its characters.
   *
   * @throws IllegalArgumentException for more than 10,000
   */
  static List<List<String>> of(String term) {
    List<List<String>> all = List.of(List.of());
    for (String word : term.split(" +")) {
      var longer = new ArrayList<List<String>>();
      for (List<String> begun : all) {
        for (String one : word.split("\\|", -1)) {
          var words = new ArrayList<>(begun);
          words.addAll(words(one));
          longer.add(words);
        }
      }
      all = longer;
      if (all.size() > MAX) {
        throw new IllegalArgumentException("too many alternatives");
      }
    }
    return all;
  }

  /** None for nothing, so that {@code |a} is an {@code a} that may be missing. */
  private static List<String> words(String text) {
    var words = new ArrayList<String>();
    var run = new StringBuilder();
    text.codePoints()
        .forEach(character -> {
          if (Character.UnicodeScript.of(character) == Character.UnicodeScript.HAN) {
            end(run, words);
            words.add(Character.toString(character));
          } else if (Character.isLetterOrDigit(character)) {
            run.appendCodePoint(character);
          } else if (character != '\'') {
            end(run, words);
          }
        });
    end(run, words);
    return words;
  }

  private static void end(StringBuilder run, List<String> words) {
    if (!run.isEmpty()) {
      words.add(run.toString());
      run.setLength(0);
    }
  }
}

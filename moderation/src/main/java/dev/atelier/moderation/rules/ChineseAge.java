package dev.atelier.moderation.rules;

import dev.atelier.moderation.rules.Ages.Age;
import java.util.List;
import java.util.Optional;

/** An age as {@code 12岁} or {@code 十三岁}. */
final class ChineseAge {
  private static final String YEARS = "岁";
  private static final String DIGITS = "零一二三四五六七八九";
  private static final char TEN = '十';
  private static final char PAIR = '两';
  private static final int BASE = 10;
  private static final int LENGTH_MAX = 3;

  private ChineseAge() {}

  /** The age whose last character is this word of a text. */
  static Optional<Age> endingAt(List<Word> text, int at) {
    if (at == 0 || !text.get(at).written().equals(YEARS)) {
      return Optional.empty();
    }
    int plain = Ages.number(text.get(at - 1).written());
    if (plain > 0) {
      return Optional.of(new Age(plain, at - 1, at + 1));
    }
    int from = at;
    while (from > 0 && at - from < LENGTH_MAX && numeral(text.get(from - 1).written())) {
      from--;
    }
    return from == at
        ? Optional.empty()
        : Optional.of(new Age(number(text.subList(from, at)), from, at + 1));
  }

  private static boolean numeral(String word) {
    char character = word.charAt(0);
    return character == TEN || character == PAIR || DIGITS.indexOf(character) >= 0;
  }

  private static int number(List<Word> numerals) {
    int value = 0;
    int last = 0;
    for (Word word : numerals) {
      char character = word.written().charAt(0);
      if (character == TEN) {
        value += Math.max(1, last) * BASE;
        last = 0;
      } else {
        last = last * BASE + (character == PAIR ? 2 : DIGITS.indexOf(character));
      }
    }
    return value + last;
  }
}

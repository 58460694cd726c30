package dev.atelier.moderation.rules;

import dev.atelier.moderation.rules.Terms.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds ages that are told in numbers: {@code 13 year old}, {@code 15yo}, {@code aged 12}, {@code
 * 12岁}, {@code 十三岁}. What is of that age may be a thing, such as a whisky.
 */
final class Ages {
  static final String MINOR = "age";
  static final String ADULT = "adult-age";

  private static final int ADULT_FROM = 18;
  private static final int AGE_MAX = 120;
  private static final int THING_WITHIN = 3;
  private static final Pattern GLUED =
      Pattern.compile("([0-9]{1,3})(yo|yrs?|yrsold|year|years|yearold|yearsold|y|f|m)");
  private static final Set<String> YEARS = Set.of("year", "years", "yr", "yrs", "yo", "y");
  private static final Set<String> GLUED_TO_NOUN = Set.of("y", "f", "m");
  private static final Set<String> BEFORE = Set.of("age", "aged", "ages");
  private static final Set<String> IS =
      Set.of("is", "was", "am", "looks", "turned", "turning", "just", "im", "shes", "hes", "only");
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("one", 1),
          Map.entry("two", 2),
          Map.entry("three", 3),
          Map.entry("four", 4),
          Map.entry("five", 5),
          Map.entry("six", 6),
          Map.entry("seven", 7),
          Map.entry("eight", 8),
          Map.entry("nine", 9),
          Map.entry("ten", 10),
          Map.entry("eleven", 11),
          Map.entry("twelve", 12),
          Map.entry("thirteen", 13),
          Map.entry("fourteen", 14),
          Map.entry("fifteen", 15),
          Map.entry("sixteen", 16),
          Map.entry("seventeen", 17),
          Map.entry("eighteen", 18));
  private static final Set<String> ENDS =
      Set.of("like", "a", "an", "the", "in", "on", "at", "with", "and", "by", "as", "of", "near");
  private static final String CHINESE = "零一二三四五六七八九";

  private final Set<String> things;

  /**
   * @param things words for what has an age and is no person
   */
  Ages(Set<String> things) {
    this.things = Set.copyOf(things);
  }

  List<Found> find(List<Word> text) {
    var found = new ArrayList<Found>();
    for (int i = 0; i < text.size(); i++) {
      int number = number(text.get(i).written());
      if (number > 0) {
        english(text, i, number, found);
      }
      glued(text, i, found);
      if (text.get(i).written().equals("岁")) {
        chinese(text, i, found);
      }
    }
    return found;
  }

  /** The number before 岁, in digits or characters. */
  private void chinese(List<Word> text, int at, List<Found> found) {
    int from = at;
    while (from > 0 && at - from < 3 && chineseDigit(text.get(from - 1).written())) {
      from--;
    }
    if (from < at) {
      var digits = text.subList(from, at).stream().map(Word::written).toList();
      add(chineseNumber(String.join("", digits)), from, at + 1, text, found);
    } else if (at > 0 && number(text.get(at - 1).written()) > 0) {
      add(number(text.get(at - 1).written()), at - 1, at + 1, text, found);
    }
  }

  private void english(List<Word> text, int at, int number, List<Found> found) {
    int next = at + 1;
    if (next < text.size() && YEARS.contains(text.get(next).written())) {
      boolean old =
          next + 1 < text.size()
                  && Set.of("old", "o", "olds").contains(text.get(next + 1).written())
              || text.get(next).written().equals("yo")
              || next + 1 < text.size() && person(text.get(next + 1))
              || next + 2 < text.size()
                  && text.get(next + 1).written().equals("of")
                  && text.get(next + 2).written().equals("age");
      if (old) {
        add(number, at, Math.min(text.size(), next + 2), text, found);
      }
    } else if (at > 0 && BEFORE.contains(text.get(at - 1).written())) {
      add(number, at - 1, at + 1, text, found);
    } else if (at > 0 && IS.contains(text.get(at - 1).written())) {
      add(number, at - 1, at + 1, text, found);
    } else if (at > 0 && person(text.get(at - 1)) && number >= 3) {
      add(number, at, at + 1, text, found);
    }
  }

  private void glued(List<Word> text, int at, List<Found> found) {
    Matcher age = GLUED.matcher(text.get(at).written());
    if (age.matches()) {
      boolean plain = !GLUED_TO_NOUN.contains(age.group(2));
      boolean years = age.group(2).startsWith("y");
      boolean old =
          plain && !Set.of("year", "years", "yr", "yrs").contains(age.group(2))
              || years
                  && at + 1 < text.size()
                  && Set.of("old", "o").contains(text.get(at + 1).written());
      if (old || age.group(2).equals("f") || age.group(2).equals("m")) {
        add(Integer.parseInt(age.group(1)), at, at + 1, text, found);
      }
    }
  }

  private void add(int age, int from, int to, List<Word> text, List<Found> found) {
    if (age < 1 || age > AGE_MAX) {
      return;
    }
    for (int i = to; i < Math.min(text.size(), to + THING_WITHIN); i++) {
      if (person(text.get(i)) || ENDS.contains(text.get(i).written())) {
        break;
      }
      if (text.get(i).readings().stream().anyMatch(things::contains)) {
        return;
      }
    }
    found.add(new Found(age < ADULT_FROM ? MINOR : ADULT, from, to));
  }

  private static boolean person(Word word) {
    return word.readings().stream()
        .anyMatch(
            Set.of(
                    "girl",
                    "boy",
                    "kid",
                    "child",
                    "daughter",
                    "son",
                    "student",
                    "teen",
                    "sister",
                    "brother",
                    "girls",
                    "boys",
                    "kids",
                    "female",
                    "male")
                ::contains);
  }

  private static int number(String word) {
    if (word.length() <= 3 && !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Integer.parseInt(word);
    }
    return NUMBERS.getOrDefault(word, 0);
  }

  private static boolean chineseDigit(String word) {
    return word.equals("十") || word.equals("两") || CHINESE.contains(word);
  }

  private static int chineseNumber(String text) {
    int ten = text.indexOf('十');
    if (ten < 0) {
      int value = 0;
      for (int i = 0; i < text.length(); i++) {
        value = value * 10 + digit(text.charAt(i));
      }
      return value;
    }
    int tens = ten == 0 ? 1 : digit(text.charAt(ten - 1));
    return tens * 10 + (ten + 1 < text.length() ? digit(text.charAt(ten + 1)) : 0);
  }

  private static int digit(char character) {
    return character == '两' ? 2 : Math.max(0, CHINESE.indexOf(character));
  }
}

package dev.atelier.moderation.rules;

import dev.atelier.moderation.rules.Terms.Found;
import java.util.ArrayList;
import java.util.List;
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

  private static final String NOTHING = " ";

  private static final int ADULT_FROM = 18;
  private static final int AGE_MAX = 120;
  private static final int DIGITS_MAX = 3;
  private static final int THING_WITHIN = 3;
  private static final Pattern GLUED = Pattern.compile("([0-9]{1,3})([a-z]{1,8})");
  private static final Set<String> YEARS = Set.of("year", "years", "yr", "yrs", "y");
  private static final Set<String> OLD = Set.of("old", "o", "olds");
  private static final Set<String> ALONE = Set.of("yo", "yrsold", "yearold", "yearsold", "f", "m");
  private static final Set<String> BEFORE =
      Set.of(
          "age", "aged", "ages", "is", "was", "am", "looks", "turned", "turning", "just", "im",
          "shes", "hes", "only");
  private static final Set<String> ENDS =
      Set.of("like", "a", "an", "the", "in", "on", "at", "with", "and", "by", "as", "of", "near");
  private static final Set<String> PERSONS =
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
          "male",
          "niece",
          "nephew",
          "cousin");
  private static final List<String> NUMBERS =
      List.of(
          "zero",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen");

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
      int number = number(written(text, i));
      if (number > 0) {
        english(text, i, number, found);
      }
      glued(text, i, found);
      ChineseAge.endingAt(text, i).ifPresent(age -> add(age, text, found));
    }
    return found;
  }

  /** A number with what makes it an age on either side. */
  private void english(List<Word> text, int at, int number, List<Found> found) {
    if (yearsFollow(text, at + 1)) {
      add(new Age(number, at, Math.min(text.size(), at + 3)), text, found);
    } else if (BEFORE.contains(written(text, at - 1))) {
      add(new Age(number, at - 1, at + 1), text, found);
    } else if (person(text, at - 1) && number > 2) {
      add(new Age(number, at, at + 1), text, found);
    } else if (written(text, at - 1).equals("of") && person(text, at - 2)) {
      add(new Age(number, at, at + 1), text, found);
    }
  }

  /** {@code years old}, {@code yo}, {@code years of age}, {@code year girl}. */
  private static boolean yearsFollow(List<Word> text, int at) {
    if (written(text, at).equals("yo")) {
      return true;
    }
    if (!YEARS.contains(written(text, at))) {
      return false;
    }
    boolean ofAge = written(text, at + 1).equals("of") && written(text, at + 2).equals("age");
    return ofAge || OLD.contains(written(text, at + 1)) || person(text, at + 1);
  }

  /** {@code 13yo}, {@code 13yr old}, {@code boy 13yrs}. */
  private void glued(List<Word> text, int at, List<Found> found) {
    Matcher age = GLUED.matcher(written(text, at));
    if (!age.matches()) {
      return;
    }
    String unit = age.group(2);
    boolean told = OLD.contains(written(text, at + 1)) || person(text, at - 1);
    if (ALONE.contains(unit) || (YEARS.contains(unit) && told)) {
      add(new Age(Integer.parseInt(age.group(1)), at, at + 1), text, found);
    }
  }

  private void add(Age age, List<Word> text, List<Found> found) {
    if (age.years() > 0 && age.years() <= AGE_MAX && !ofThing(text, age.to())) {
      found.add(new Found(age.years() < ADULT_FROM ? MINOR : ADULT, age.from(), age.to()));
    }
  }

  private boolean ofThing(List<Word> text, int from) {
    for (int i = from; i < Math.min(text.size(), from + THING_WITHIN); i++) {
      if (person(text, i) || ENDS.contains(written(text, i))) {
        return false;
      }
      if (text.get(i).readings().stream().anyMatch(things::contains)) {
        return true;
      }
    }
    return false;
  }

  private static boolean person(List<Word> text, int at) {
    return at >= 0
        && at < text.size()
        && text.get(at).readings().stream().anyMatch(PERSONS::contains);
  }

  /** As it was written; empty beyond the text's ends. */
  private static String written(List<Word> text, int at) {
    return at < 0 || at >= text.size() ? NOTHING : text.get(at).written();
  }

  /** Of digits, or in words up to eighteen; 0 for any other word. */
  static int number(String word) {
    boolean digits = !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits
        ? word.length() > DIGITS_MAX ? 0 : Integer.parseInt(word)
        : Math.max(0, NUMBERS.indexOf(word));
  }

  /**
   * An age, from one word of a text to before another.
   *
   * @param from 0-based
   * @param to excluded
   */
  record Age(int years, int from, int to) {}
}

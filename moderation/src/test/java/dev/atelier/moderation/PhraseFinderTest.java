package dev.atelier.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.testkit.Property;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PhraseFinderTest {

  @Test
  void it_finds_what_a_search_for_each_phrase_finds() {
    Property.forAll(
        random -> new Search(phrases(random), text(random, "ab 甲乙", 60)),
        search -> assertThat(search.found()).isEqualTo(search.expected()));
  }

  @Test
  void letters_outside_the_basic_plane_are_letters() {
    assertThat(new Search(List.of("x𐐨"), "x𐐨𐐨").found()).isEmpty();
    assertThat(new Search(List.of("x𐐨"), "x𐐨 𐐨").found()).containsExactly(0);
    assertThat(new Search(List.of("𠀀"), "x𠀀x").found()).containsExactly(0);
  }

  private static List<String> phrases(RandomGenerator random) {
    return IntStream.range(0, random.nextInt(1, 8)).mapToObj(_ -> text(random, "ab甲乙", 5)).toList();
  }

  private static String text(RandomGenerator random, String letters, int lengthMax) {
    return random
        .ints(random.nextInt(1, lengthMax), 0, letters.length())
        .mapToObj(place -> letters.substring(place, place + 1))
        .reduce("", String::concat);
  }

  private record Search(List<String> phrases, String text) {
    TreeSet<Integer> found() {
      var found = new TreeSet<Integer>();
      new PhraseFinder(phrases).find(text, found::add);
      return found;
    }

    /** By brute force: each phrase at each place, between borders of a word. */
    TreeSet<Integer> expected() {
      var expected = new TreeSet<Integer>();
      for (var number = 0; number < phrases.size(); number++) {
        var phrase = phrases.get(number);
        for (var place = 0; place + phrase.length() <= text.length(); place++) {
          var end = place + phrase.length();
          if (text.startsWith(phrase, place) && border(place) && border(end)) {
            expected.add(number);
          }
        }
      }
      return expected;
    }

    private boolean border(int place) {
      return place == 0
          || place == text.length()
          || "ab".indexOf(text.charAt(place - 1)) < 0
          || "ab".indexOf(text.charAt(place)) < 0;
    }
  }
}

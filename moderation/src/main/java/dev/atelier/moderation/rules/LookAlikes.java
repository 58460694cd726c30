package dev.atelier.moderation.rules;

import java.util.HashMap;
import java.util.Map;

/**
 * Characters that stand for others: letters of other scripts that look like Latin ones, enclosed
 * letters that Unicode does not decompose, and traditional Chinese for simplified.
 */
final class LookAlikes {
  private static final int RADIX = 16;
  private static final LookAlikes BUILT_IN = load();

  private final Map<Integer, Integer> plain;

  private LookAlikes(Map<Integer, Integer> plain) {
    this.plain = Map.copyOf(plain);
  }

  static LookAlikes builtIn() {
    return BUILT_IN;
  }

  /** The character that is meant; itself where nothing is known of it. */
  int of(int character) {
    return character < 128 ? character : plain.getOrDefault(character, character);
  }

  private static LookAlikes load() {
    var plain = new HashMap<Integer, Integer>();
    Resource.lines("confusables.txt").forEach(line -> confusable(line, plain));
    for (String line : Resource.lines("traditional.txt")) {
      for (String pair : line.split(" ")) {
        plain.put(pair.codePointAt(0), pair.codePointBefore(pair.length()));
      }
    }
    return new LookAlikes(plain);
  }

  /** {@code a αа…} or {@code 1F150..1F169 a}, which runs through the alphabet. */
  private static void confusable(String line, Map<Integer, Integer> plain) {
    int blank = line.indexOf(' ');
    String rest = line.substring(blank + 1);
    if (line.contains("..")) {
      int from = Integer.parseInt(line, 0, line.indexOf('.'), RADIX);
      int to = Integer.parseInt(line, line.indexOf('.') + 2, blank, RADIX);
      for (int i = from; i <= to; i++) {
        plain.put(i, rest.charAt(0) + i - from);
      }
    } else {
      rest.codePoints().forEach(other -> plain.put(other, (int) line.charAt(0)));
    }
  }
}

package dev.atelier.moderation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds any of many phrases in one pass over a text: the automaton of Aho and Corasick (1975). Its
 * states are the phrases' beginnings; a state's {@code fallback} is the longest other beginning
 * that ends it, its {@code shorter} the longest whole phrase that does. So the time is bounded by
 * the text's length and the number of phrases that end at one place.
 */
final class PhraseFinder {
  private final State root = new State(0);

  /**
   * @param phrases in normal form, none empty
   */
  PhraseFinder(List<String> phrases) {
    for (var number = 0; number < phrases.size(); number++) {
      plant(phrases.get(number), number);
    }
    link();
  }

  /** Tells the number of each phrase found, as often as it is found. */
  void find(String text, IntConsumer found) {
    var state = root;
    for (var i = 0; i < text.length(); i++) {
      state = step(state, text.charAt(i));
      for (var match = state; match != null; match = match.shorter) {
        if (!match.phrases.isEmpty() && whole(text, i + 1 - match.length, i + 1)) {
          match.phrases.forEach(found::accept);
        }
      }
    }
  }

  private void plant(String phrase, int number) {
    var state = root;
    for (var i = 0; i < phrase.length(); i++) {
      var length = i + 1;
      state = state.next.computeIfAbsent(phrase.charAt(i), _ -> new State(length));
    }
    state.phrases.add(number);
  }

  /** Breadth first, so that whatever a state falls back to is linked before it. */
  private void link() {
    var waiting = new ArrayDeque<State>(root.next.values());
    while (!waiting.isEmpty()) {
      var state = waiting.remove();
      state.next.forEach((letter, child) -> {
        var fallback = step(fallback(state), letter);
        child.fallback = fallback;
        child.shorter = fallback.phrases.isEmpty() ? fallback.shorter : fallback;
        waiting.add(child);
      });
    }
  }

  private State step(State from, char letter) {
    for (var state = from; ; state = fallback(state)) {
      var next = state.next.get(letter);
      if (next != null) {
        return next;
      }
      if (state == root) {
        return root;
      }
    }
  }

  private State fallback(State state) {
    var fallback = state.fallback;
    return fallback == null ? root : fallback;
  }

  private static boolean whole(String text, int start, int end) {
    return !inWord(text, start) && !inWord(text, end);
  }

  /** Whether a place lies between two characters of one word. */
  private static boolean inWord(String text, int place) {
    return place > 0
        && place < text.length()
        && wordly(text.codePointBefore(place))
        && wordly(text.codePointAt(place));
  }

  private static boolean wordly(int character) {
    return Character.isLetterOrDigit(character) && !NormalText.dense(character);
  }

  /** The beginning of one or more phrases. */
  private static final class State {
    private final int length;
    private final Map<Character, State> next = new HashMap<>();
    private final List<Integer> phrases = new ArrayList<>(0);
    private @Nullable State fallback;
    private @Nullable State shorter;

    State(int length) {
      this.length = length;
    }
  }
}

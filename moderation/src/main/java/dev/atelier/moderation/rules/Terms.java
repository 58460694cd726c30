package dev.atelier.moderation.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every term of the rules by its words. A term has few words, so that looking for all of them at
 * each word of a text takes time in proportion to the text.
 */
final class Terms {
  static final int WORDS_MAX = 12;

  private final Node root = new Node();
  private final Set<String> words = new HashSet<>();

  /**
   * @param set what the term belongs to
   */
  void add(List<String> term, String set) {
    Node node = root;
    for (String word : term) {
      words.add(word);
      node = node.next.computeIfAbsent(word, _ -> new Node());
    }
    node.sets.add(set);
  }

  /** Every word of every term. */
  Set<String> words() {
    return Set.copyOf(words);
  }

  /** All terms in a text, by where they begin. */
  List<Found> find(List<Word> text) {
    var found = new ArrayList<Found>();
    for (int i = 0; i < text.size(); i++) {
      find(root, text, i, i, found);
    }
    return found;
  }

  private static void find(Node from, List<Word> text, int start, int at, List<Found> found) {
    for (String set : from.sets) {
      found.add(new Found(set, start, at));
    }
    if (at == text.size() || from.next.isEmpty()) {
      return;
    }
    for (String reading : text.get(at).readings()) {
      @Nullable Node next = from.next.get(reading);
      if (next != null) {
        find(next, text, start, at + 1, found);
      }
    }
  }

  /**
   * A term of a set, from one word of the text to before another.
   *
   * @param from 0-based
   * @param to excluded
   */
  record Found(String set, int from, int to) {
    boolean within(Found other) {
      return other.from <= from && to <= other.to;
    }
  }

  private static final class Node {
    private final Map<String, Node> next = new HashMap<>();
    private final List<String> sets = new ArrayList<>(0);
  }
}

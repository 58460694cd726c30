package dev.atelier.moderation.rules;

import dev.atelier.image.ModerationLevel;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.Finding;
import dev.atelier.moderation.rules.Terms.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Which rules hold for a text whose terms were found. */
final class FindRules {
  /** So many of the latest terms of a set are looked at; more would change nothing but the time. */
  private static final int LATEST = 2;

  private final Map<String, NavigableSet<Integer>> places = new HashMap<>();
  private final List<Found> terms;

  /**
   * @param found all terms; those whose words an exception has are left out
   */
  FindRules(List<Found> found) {
    this.terms = counted(found);
    for (Found term : terms) {
      places.computeIfAbsent(term.set(), _ -> new TreeSet<>()).add(term.from());
    }
  }

  List<Finding> of(List<ContextRule> rules, ModerationLevel level) {
    var findings = new ArrayList<Finding>();
    for (ContextRule rule : rules) {
      Action usual = rule.levels().getOrDefault(level, Action.OFF);
      if (usual != Action.OFF && places.keySet().containsAll(rule.sets())) {
        action(rule, usual)
            .ifPresent(action ->
                findings.add(new Finding(rule.category(), action, "rules:" + rule.name())));
      }
    }
    return findings;
  }

  /** The severest of all places where the rule holds. */
  private Optional<Action> action(ContextRule rule, Action usual) {
    Action severest = Action.OFF;
    var latest = new HashMap<String, List<Found>>();
    for (Found term : terms) {
      if (rule.sets().contains(term.set())) {
        Optional<Found> span = span(rule, term, latest);
        if (span.isPresent()) {
          Action here = softened(rule, usual, span.get());
          severest = here.compareTo(severest) > 0 ? here : severest;
        }
        List<Found> kept = latest.computeIfAbsent(term.set(), _ -> new ArrayList<>());
        kept.addFirst(term);
        if (kept.size() > LATEST) {
          kept.removeLast();
        }
      }
    }
    return severest == Action.OFF ? Optional.empty() : Optional.of(severest);
  }

  /** From the first to the last of terms of every set, of which this is the last. */
  private static Optional<Found> span(
      ContextRule rule, Found last, Map<String, List<Found>> latest) {
    var taken = new ArrayList<>(List.of(last));
    for (String set : rule.sets()) {
      if (!set.equals(last.set())) {
        Optional<Found> near =
            latest.getOrDefault(set, List.of()).stream()
                .filter(one -> last.from() - one.to() <= rule.within())
                .filter(one -> taken.stream().noneMatch(other -> overlap(one, other)))
                .findFirst();
        if (near.isEmpty()) {
          return Optional.empty();
        }
        taken.add(near.get());
      }
    }
    int from = taken.stream().mapToInt(Found::from).min().orElseThrow();
    int to = taken.stream().mapToInt(Found::to).max().orElseThrow();
    return Optional.of(new Found(rule.name(), from, to));
  }

  private Action softened(ContextRule rule, Action usual, Found span) {
    Action softest = usual;
    for (var softer : rule.softer().entrySet()) {
      NavigableSet<Integer> near = places.getOrDefault(softer.getKey(), new TreeSet<>());
      Integer first = near.ceiling(span.from() - rule.within());
      boolean there = first != null && first <= span.to() + rule.within();
      if (there && softer.getValue().compareTo(softest) < 0) {
        softest = softer.getValue();
      }
    }
    return softest;
  }

  private static boolean overlap(Found one, Found other) {
    return one.from() < other.to() && other.from() < one.to();
  }

  private static List<Found> counted(List<Found> found) {
    var exceptions =
        new TreeSet<>(Comparator.comparingInt(Found::from).thenComparingInt(Found::to));
    found.stream().filter(one -> one.set().equals(RuleBook.EXCEPTIONS)).forEach(exceptions::add);
    return found.stream()
        .filter(one -> !one.set().equals(RuleBook.EXCEPTIONS))
        .filter(one -> !excepted(one, exceptions))
        .sorted(Comparator.comparingInt(Found::from).thenComparingInt(Found::to))
        .toList();
  }

  private static boolean excepted(Found one, NavigableSet<Found> exceptions) {
    var from = new Found("", one.from() - Terms.WORDS_MAX, 0);
    var to = new Found("", one.from() + 1, 0);
    return exceptions.subSet(from, to).stream().anyMatch(one::within);
  }
}

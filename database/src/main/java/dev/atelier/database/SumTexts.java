package dev.atelier.database;

import java.util.HashMap;
import java.util.Map;

/**
 * The statements that add to sums, one for each choice of amounts. Choices are few as long as the
 * same things happen again and again; beyond {@value #CHOICES_MAX} of one table all amounts are
 * written, so that the connection's other statements stay prepared.
 */
final class SumTexts {
  private static final int CHOICES_MAX = 24;

  private final Map<Sums, Map<Long, String>> texts = new HashMap<>();

  /** The amounts to be written, a bit for each: those that are not 0, or all of them. */
  long chosen(Sums sums, long... amounts) {
    long chosen = 0;
    for (int i = 0; i < amounts.length; i++) {
      chosen |= amounts[i] == 0 ? 0 : 1L << i;
    }
    Map<Long, String> known = texts.computeIfAbsent(sums, _ -> new HashMap<>());
    boolean told = known.containsKey(chosen) || known.size() < CHOICES_MAX;
    return chosen != 0 && told ? chosen : all(sums);
  }

  /** Adds those amounts. */
  String of(Sums sums, long chosen) {
    return texts.computeIfAbsent(sums, _ -> new HashMap<>()).computeIfAbsent(chosen, sums::sql);
  }

  private static long all(Sums sums) {
    return -1L >>> (Long.SIZE - sums.amounts().size());
  }
}

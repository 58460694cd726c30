package dev.atelier.gateway.attempt;

/**
 * Calls of one kind of work as they move an average in which each counts for a tenth.
 *
 * @param weightedMillis the sum of their times, each by its weight
 * @param weight how far they move it, from 0 for none to 1
 */
record RecentCalls(double weightedMillis, double weight) {
  static final RecentCalls NONE = new RecentCalls(0, 0);
  private static final double EACH = 0.1;

  /** One call alone. */
  static RecentCalls of(double millis) {
    return new RecentCalls(EACH * millis, EACH);
  }

  /** These and then those. */
  RecentCalls then(RecentCalls later) {
    double left = 1 - later.weight;
    return new RecentCalls(left * weightedMillis + later.weightedMillis, 1 - (1 - weight) * left);
  }

  /** Their own average; 0 for none. */
  double averageMillis() {
    return weight == 0 ? 0 : weightedMillis / weight;
  }

  /** What an average becomes by them. */
  double move(double before) {
    return (1 - weight) * before + weightedMillis;
  }
}

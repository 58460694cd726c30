package dev.atelier.benchmarks.figures;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Measured times in milliseconds, of which there is at least one. */
public final class Millis {
  private static final double NANOS = 1e6;

  private final double[] sorted;

  private Millis(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    this.sorted = values.clone();
    Arrays.sort(sorted);
  }

  public static Millis ofNanos(Collection<Long> nanos) {
    return new Millis(nanos.stream().mapToDouble(value -> value / NANOS).toArray());
  }

  /** The smallest value that {@code share} of all are not above, share above 0 to 1. */
  public double quantile(double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99 %.1f ms, longest %.1f ms of %d",
        quantile(0.5),
        quantile(0.99),
        quantile(1),
        sorted.length);
  }
}

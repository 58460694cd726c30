package dev.atelier.metering.usage;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What is added to a row of an hour, by its columns; to all others nothing. */
final class HourAmounts {
  private final Map<String, Long> amounts = new HashMap<>();

  HourAmounts with(String column, long amount) {
    amounts.merge(column, amount, Long::sum);
    return this;
  }

  /** Counts once in the histogram of durations. */
  HourAmounts took(Duration duration) {
    return with(LatencyHistogram.COLUMNS.get(LatencyHistogram.bucket(duration)), 1);
  }

  /**
   * One amount for each column of a row.
   *
   * @param places where each column stands in it
   */
  long[] in(Map<String, Integer> places) {
    var row = new long[places.size()];
    amounts.forEach((column, amount) -> {
      Integer place = places.get(column);
      if (place == null) {
        throw new IllegalArgumentException("no such column: " + column);
      }
      row[place] = amount;
    });
    return row;
  }
}

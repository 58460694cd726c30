package dev.atelier.metering.usage;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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

  long[] in(List<String> columns) {
    if (!columns.containsAll(amounts.keySet())) {
      throw new IllegalArgumentException("no such columns among these: " + amounts.keySet());
    }
    return columns.stream().mapToLong(column -> amounts.getOrDefault(column, 0L)).toArray();
  }
}

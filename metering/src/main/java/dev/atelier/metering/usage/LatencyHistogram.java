package dev.atelier.metering.usage;

import dev.atelier.database.Row;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * How many things took how long, in {@value #BUCKETS} buckets: the first up to 64 ms, each of the
 * next √2 as wide as the one before, the last from 23 minutes on. A percentile is taken from within
 * its bucket, as if that were filled evenly: it is at most a factor of √2 from the true one, and
 * mostly within a tenth.
 */
public final class LatencyHistogram {
  static final int BUCKETS = 32;
  static final List<String> COLUMNS =
      IntStream.range(0, BUCKETS).mapToObj(bucket -> "took_" + bucket).toList();
  private static final int FIRST_MILLIS = 64;
  private static final int PER_DOUBLING = 2;

  private final long[] counts;
  private final long total;

  LatencyHistogram(long[] counts) {
    if (counts.length != BUCKETS) {
      throw new IllegalArgumentException("not one count for each bucket");
    }
    this.counts = counts.clone();
    this.total = IntStream.range(0, BUCKETS).mapToLong(bucket -> counts[bucket]).sum();
  }

  static LatencyHistogram of(Row row) {
    return new LatencyHistogram(COLUMNS.stream().mapToLong(row::number).toArray());
  }

  /** The bucket of a duration, 0 to {@value #BUCKETS} - 1. */
  static int bucket(Duration took) {
    double doublings = Math.log(Math.max(1, took.toMillis()) / (double) FIRST_MILLIS) / Math.log(2);
    return doublings < 0
        ? 0
        : Math.min(BUCKETS - 1, 1 + (int) Math.floor(doublings * PER_DOUBLING + 1e-9));
  }

  public long count() {
    return total;
  }

  /**
   * The time that this part of all took at most, in milliseconds; empty where nothing is counted.
   *
   * @param part above 0, at most 1
   */
  public OptionalLong percentile(double part) {
    if (total == 0) {
      return OptionalLong.empty();
    }
    double rank = part * total;
    long before = 0;
    int bucket = 0;
    while (counts[bucket] == 0 || before + counts[bucket] < rank) {
      before += counts[bucket];
      bucket++;
    }
    double within = Math.clamp((rank - before) / counts[bucket], 0, 1);
    return OptionalLong.of(Math.round(at(bucket, within)));
  }

  private static double at(int bucket, double within) {
    return bucket == 0
        ? FIRST_MILLIS * within
        : FIRST_MILLIS * Math.pow(2, (bucket - 1 + within) / PER_DOUBLING);
  }
}

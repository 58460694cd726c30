package dev.atelier.metering.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.testkit.Property;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  private static final double WIDTH = Math.sqrt(2);
  private static final long MILLIS_MAX = 1_000_000;

  private static LatencyHistogram of(long... millis) {
    long[] counts = new long[LatencyHistogram.BUCKETS];
    for (long one : millis) {
      counts[LatencyHistogram.bucket(Duration.ofMillis(one))]++;
    }
    return new LatencyHistogram(counts);
  }

  @Test
  void nothing_has_no_percentile() {
    assertThat(of().percentile(0.5)).isEmpty();
    assertThat(of().count()).isZero();
  }

  @Test
  void a_percentile_is_at_most_a_bucket_from_the_true_one() {
    Property.forAll(
        random -> random.longs(1 + random.nextInt(200), 64, MILLIS_MAX).toArray(),
        millis -> {
          LatencyHistogram histogram = of(millis);
          long[] sorted = millis.clone();
          Arrays.sort(sorted);
          for (double part : new double[] {0.01, 0.5, 0.95, 1}) {
            long exact = sorted[(int) Math.ceil(part * sorted.length) - 1];
            double told = histogram.percentile(part).orElseThrow();
            assertThat(told).isBetween(exact / WIDTH - 1, exact * WIDTH + 1);
          }
        });
  }

  @Test
  void many_alike_values_spread_evenly_are_told_within_a_tenth() {
    long[] millis = new long[10_000];
    Arrays.setAll(millis, i -> 5_000 + i);
    assertThat((double) of(millis).percentile(0.5).orElseThrow()).isBetween(9_000.0, 11_000.0);
    assertThat((double) of(millis).percentile(0.95).orElseThrow()).isBetween(13_000.0, 16_000.0);
  }

  @Test
  void what_is_very_short_or_very_long_is_counted_too() {
    LatencyHistogram histogram = of(0, 1, 100_000_000);
    assertThat(histogram.count()).isEqualTo(3);
    assertThat(histogram.percentile(0.5).orElseThrow()).isLessThanOrEqualTo(64);
    assertThat(histogram.percentile(1).orElseThrow()).isGreaterThan(20 * 60_000);
  }
}

package dev.atelier.metering;

import dev.atelier.image.AdmissionFault.RateLimited;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** So many of something in a minute: a token bucket that holds a minute's worth. */
final class RateLimiter {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final String name;
  private final int max;
  private final Optional<Bucket> bucket;

  /**
   * @param max in a minute; 0: any number
   */
  RateLimiter(String name, int max, InstantSource clock) {
    this.name = name;
    this.max = max;
    this.bucket = max == 0 ? Optional.empty() : Optional.of(bucket(max, clock));
  }

  /** Why so many cannot be taken now, with the wait after which they can. */
  Optional<RateLimited> refusal(int wanted) {
    return bucket.flatMap(tokens -> refusal(tokens, wanted));
  }

  /** Takes them without asking; more than there are leaves a debt. */
  void take(int wanted) {
    if (wanted > 0) {
      bucket.ifPresent(tokens -> tokens.consumeIgnoringRateLimits(wanted));
    }
  }

  boolean rested() {
    return bucket.map(tokens -> tokens.getAvailableTokens() >= max).orElse(true);
  }

  private Optional<RateLimited> refusal(Bucket tokens, int wanted) {
    if (wanted == 0) {
      return Optional.empty();
    }
    var probe = tokens.estimateAbilityToConsume(Math.min(wanted, max));
    if (probe.canBeConsumed()) {
      return Optional.empty();
    }
    var used = max - tokens.getAvailableTokens();
    return Optional.of(
        new RateLimited(name, max, used, wanted, delay(probe.getNanosToWaitForRefill())));
  }

  /** In whole milliseconds, rounded up; the bucket rounds the nanoseconds of a fraction down. */
  private Duration delay(long nanos) {
    var whole = MINUTE.toNanos() % max == 0 ? nanos : nanos + 1;
    return Duration.ofMillis(Math.ceilDiv(whole, 1_000_000L));
  }

  private static Bucket bucket(int max, InstantSource clock) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(max).refillGreedy(max, MINUTE))
        .withCustomTimePrecision(new ClockMeter(clock))
        .build();
  }

  /** Our clock, as the bucket reads it. */
  private record ClockMeter(InstantSource clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      var now = clock.instant();
      return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}

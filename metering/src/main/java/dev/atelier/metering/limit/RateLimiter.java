package dev.atelier.metering.limit;

import dev.atelier.image.AdmissionFault.RateLimited;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * So many of something in a minute, evenly, with a burst: over any 60 seconds no more than the
 * limit and the burst are let in, and whoever keeps asking gets the whole limit.
 *
 * <p>A token bucket. It fills by {@code max} a minute; whatever is taken is taken from what is
 * there, of which no more than the burst counts. Only an order that is larger than the burst waits
 * until the bucket has as much as it takes, which may be a minute's worth and the burst; as what
 * was saved up beyond the burst is lost with it, the bound holds for such an order too. Levels are
 * in tokens times nanoseconds of a minute, so that nothing is ever rounded.
 */
final class RateLimiter {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final String name;
  private final int burstLeast;
  private final InstantSource clock;
  private int max;
  private int burst;
  private long level;
  private Instant filled;

  /**
   * @param max in a minute; 0: any number
   * @param burstLeast the burst is a tenth of the limit; for a small limit this, but no more than
   *     it
   */
  RateLimiter(String name, int max, int burstLeast, InstantSource clock) {
    this(name, max, burstLeast, clock, clock.instant());
  }

  /** The same that counts what was taken since an earlier time. */
  RateLimiter(String name, int max, int burstLeast, InstantSource clock, Instant since) {
    this.name = name;
    this.burstLeast = burstLeast;
    this.clock = clock;
    this.max = max;
    this.burst = burst(max, burstLeast);
    this.level = full();
    this.filled = since;
  }

  /** How many may come at once beside an even pace. */
  static int burst(int max, int least) {
    return Math.max(Math.min(max, least), Math.ceilDiv(max, 10));
  }

  /** Goes on at another pace; what was used stays used. */
  void pace(int other) {
    if (other == max) {
      return;
    }
    fill();
    boolean unlimited = max == 0;
    max = other;
    burst = burst(other, burstLeast);
    level = unlimited ? full() : Math.min(level, full());
  }

  /** Why so many cannot be taken now, with the wait after which they can. */
  Optional<RateLimited> refusal(int wanted) {
    if (max == 0 || wanted == 0) {
      return Optional.empty();
    }
    fill();
    long missing = tokens(wanted) - level;
    return missing <= 0
        ? Optional.empty()
        : Optional.of(new RateLimited(name, max, used(), wanted, delay(missing)));
  }

  /** Takes them without asking. */
  void take(int wanted) {
    if (max > 0 && wanted > 0) {
      fill();
      level = Math.min(level, tokens(burst)) - tokens(wanted);
    }
  }

  /** They were taken at that time, perhaps more than there were. */
  void taken(int count, Instant at) {
    if (max > 0 && count > 0) {
      fill(at);
      level = Math.min(level, tokens(burst)) - tokens(count);
    } else if (count < 0) {
      giveBack(-count);
    }
  }

  /** Gives back what was taken and not used. */
  void giveBack(int taken) {
    if (max > 0) {
      level = Math.min(full(), level + tokens(taken));
    }
  }

  boolean rested() {
    fill();
    return max == 0 || level >= tokens(burst);
  }

  /** How it stands; empty without a limit. */
  Optional<Standing> standing() {
    if (max == 0) {
      return Optional.empty();
    }
    fill();
    long usable = Math.clamp(level, 0, tokens(burst));
    return Optional.of(
        new Standing(
            max, Math.toIntExact(usable / MINUTE), delay(Math.max(0, tokens(burst) - level))));
  }

  /**
   * How a limit stands.
   *
   * @param limit in a minute
   * @param remaining how many can come now
   * @param reset how long until a whole burst can
   */
  record Standing(int limit, int remaining, Duration reset) {}

  /** What of a minute is not to be had now. */
  private long used() {
    return Math.max(0, max - Math.max(0, Math.floorDiv(level, MINUTE)));
  }

  private void fill() {
    fill(clock.instant());
  }

  private void fill(Instant now) {
    if (max > 0 && now.isAfter(filled)) {
      long missing = Math.max(0, full() - level);
      Duration passed = Duration.between(filled, now);
      level =
          passed.compareTo(Duration.ofNanos(missing / max + 1)) >= 0
              ? Math.max(level, full())
              : Math.min(full(), level + passed.toNanos() * max);
    }
    filled = now.isAfter(filled) || max == 0 ? now : filled;
  }

  private Duration delay(long missing) {
    return Duration.ofMillis(Math.ceilDiv(Math.ceilDiv(missing, max), 1_000_000L));
  }

  private long full() {
    return tokens(max + burst);
  }

  private static long tokens(int count) {
    return count * MINUTE;
  }
}

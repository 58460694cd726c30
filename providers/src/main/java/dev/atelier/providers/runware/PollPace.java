package dev.atelier.providers.runware;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before each poll: as Runware's own client does, shortly at first and then ever
 * longer, and never all callers at once.
 */
final class PollPace {
  /** After a submit nothing can be there any sooner. */
  static final Duration AFTER_SUBMIT = Duration.ofSeconds(1);

  private static final Duration SHORTEST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final double GROWTH = 1.5;
  private static final double JITTER = 0.1;

  private final RandomGenerator random;
  private Duration first;
  private Duration next = SHORTEST;

  /**
   * @param first before the first poll
   */
  PollPace(Duration first, RandomGenerator random) {
    this.first = first;
    this.random = random;
  }

  /**
   * The next wait.
   *
   * @param atLeast what the service asked for
   */
  Duration next(Optional<Duration> atLeast) {
    Duration wait = jittered(planned());
    return atLeast.filter(asked -> asked.compareTo(wait) > 0).orElse(wait);
  }

  private Duration planned() {
    if (!first.isNegative()) {
      Duration once = first;
      first = Duration.ofNanos(-1);
      return once;
    }
    Duration once = next;
    Duration grown = times(next, GROWTH);
    next = grown.compareTo(LONGEST) < 0 ? grown : LONGEST;
    return once;
  }

  Duration jittered(Duration wait) {
    return times(wait, 1 + JITTER * (2 * random.nextDouble() - 1));
  }

  static Duration times(Duration time, double factor) {
    return Duration.ofNanos(Math.round(time.toNanos() * factor));
  }
}

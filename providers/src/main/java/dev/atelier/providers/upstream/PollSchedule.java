package dev.atelier.providers.upstream;

import java.time.Duration;

/**
 * When an upstream is asked how a task stands.
 *
 * @param first from its acceptance to the first question
 * @param every between two questions, unless the upstream names a longer time
 * @param limit how long it is asked at all
 */
public record PollSchedule(Duration first, Duration every, Duration limit) {
  /** Queues make some images late, and what was made late is charged as well. */
  private static final Duration LIMIT_MIN = Duration.ofMinutes(15);

  /** The same for a call that may take so long. */
  public PollSchedule of(Duration timeout) {
    return new PollSchedule(first, every, timeout.compareTo(LIMIT_MIN) > 0 ? timeout : LIMIT_MIN);
  }

  /** How long a call may take in all: it is ordered, asked for until it ended, and fetched. */
  public Duration timeLimit(Duration timeout) {
    return timeout.plus(of(timeout).limit()).plus(timeout);
  }

  /** The same for a task that was accepted long ago. */
  public PollSchedule atOnce() {
    return new PollSchedule(Duration.ZERO, every, limit);
  }
}

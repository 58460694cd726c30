package dev.atelier.providers.upstream;

import java.time.Duration;

/**
 * When an upstream is asked how a task stands.
 *
 * @param first from its acceptance to the first question
 * @param every between the first two questions, unless the upstream names a longer time
 * @param growth how much longer each wait is than the one before it; 1 if they stay the same
 * @param longest what they grow to
 * @param limit how long it is asked at all: queues make some images late, and those are charged too
 */
public record PollSchedule(
    Duration first, Duration every, double growth, Duration longest, Duration limit) {

  /** One whose waits stay the same. */
  public PollSchedule(Duration first, Duration every, Duration limit) {
    this(first, every, 1, every, limit);
  }

  /** The same for a call that may take longer. */
  public PollSchedule of(Duration timeout) {
    return new PollSchedule(
        first, every, growth, longest, timeout.compareTo(limit) > 0 ? timeout : limit);
  }

  /** How long a call may take in all: it is ordered, asked for until it ended, and fetched. */
  public Duration timeLimit(Duration timeout) {
    return timeout.plus(of(timeout).limit()).plus(timeout);
  }

  /** The same for a task that was accepted long ago. */
  public PollSchedule atOnce() {
    return new PollSchedule(Duration.ZERO, every, growth, longest, limit);
  }

  /** The wait after this one. */
  Duration after(Duration wait) {
    Duration grown = Duration.ofNanos(Math.round(wait.toNanos() * growth));
    return grown.compareTo(longest) < 0 ? grown : longest;
  }
}

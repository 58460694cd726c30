package dev.atelier.api.runware;

import dev.atelier.queue.Job;

/**
 * The seed that every result is told with: as asked for and counted up, and else drawn from the
 * job's id, so that each look at a task tells the same.
 */
final class ResultSeeds {
  /** The largest that JavaScript keeps exact. */
  static final long MAX = (1L << 53) - 1;

  private static final long DRAWN_MASK = (1L << 52) - 1;

  private ResultSeeds() {}

  static long of(Job job, int index) {
    return job.request().order().seed().orElseGet(() -> drawn(job)) + index;
  }

  private static long drawn(Job job) {
    long bits =
        job.id().value().getMostSignificantBits() * 31 + job.id().value().getLeastSignificantBits();
    return (bits & DRAWN_MASK) + 1;
  }
}

package dev.atelier.api.apimart;

import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import java.time.Duration;
import java.time.Instant;

/**
 * How far a task is and how long it takes, guessed from the clock: pictures report no progress that
 * lasts. A finished picture counts for more than any guess.
 */
final class Estimate {
  /** What one task usually takes, as the vendor publishes it. */
  static final Duration USUAL = Duration.ofMinutes(1);

  private static final long BEGUN = 5;
  private static final long MOST = 95;

  private Estimate() {}

  /** 0 while queued, 5 to 95 while it is made, 100 at its end. */
  static long percent(Job job, Instant now) {
    return switch (job.state()) {
      case QUEUED -> 0;
      case RUNNING -> Math.max(byClock(job, now), byImages(job));
      case SUCCEEDED, FAILED, CANCELLED -> 100;
    };
  }

  private static long byClock(Job job, Instant now) {
    Duration gone = Duration.between(job.started().orElse(now), now);
    return Math.clamp(BEGUN + gone.toMillis() * (MOST - BEGUN) / USUAL.toMillis(), BEGUN, MOST);
  }

  private static long byImages(Job job) {
    long done = job.images().stream().filter(image -> image.state() == ImageState.DONE).count();
    return Math.min(MOST, 100 * done / job.images().size());
  }
}

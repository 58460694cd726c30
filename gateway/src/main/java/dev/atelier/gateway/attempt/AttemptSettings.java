package dev.atelier.gateway.attempt;

import dev.atelier.gateway.order.QuoteJob;
import dev.atelier.image.ImageRequest;
import java.time.Duration;

/**
 * How calls are made.
 *
 * @param timeout of one call, for ordinary sizes
 * @param largeTimeout above 2560x1440 pixels
 * @param resumeFor how long after its beginning a call that the upstream can find again is asked
 *     for, when an answer was lost
 * @param callsPerJob most calls of one job at once, 1 or more
 * @param retry what is repeated, and how often
 * @param delivery what becomes of an image that is not what was ordered
 */
public record AttemptSettings(
    Duration timeout,
    Duration largeTimeout,
    Duration resumeFor,
    int callsPerJob,
    AttemptRetryPolicy retry,
    DeliveryPolicy delivery) {
  private static final long LARGE_PIXELS = 2560L * 1440;

  public static final AttemptSettings DEFAULT =
      new AttemptSettings(
          Duration.ofSeconds(120),
          Duration.ofSeconds(300),
          Duration.ofMinutes(15),
          10,
          AttemptRetryPolicy.DEFAULT,
          DeliveryPolicy.DEFAULT);

  public AttemptSettings {
    if (callsPerJob < 1) {
      throw new IllegalArgumentException("a job makes at least one call at a time");
    }
  }

  public AttemptSettings with(AttemptRetryPolicy other) {
    return new AttemptSettings(timeout, largeTimeout, resumeFor, callsPerJob, other, delivery);
  }

  public AttemptSettings with(DeliveryPolicy other) {
    return new AttemptSettings(timeout, largeTimeout, resumeFor, callsPerJob, retry, other);
  }

  /** After this no call is open any more that is not asked for again, whatever became of it. */
  public Duration callMax() {
    return largeTimeout.plus(resumeFor);
  }

  Duration timeout(ImageRequest resolved) {
    return QuoteJob.size(resolved.order()).pixels() > LARGE_PIXELS ? largeTimeout : timeout;
  }
}

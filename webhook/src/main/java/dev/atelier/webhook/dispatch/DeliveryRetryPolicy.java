package dev.atelier.webhook.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long to wait for an answer, and how often to try again.
 *
 * @param waits before the second try, the third, …; when they are used up it has failed
 * @param jitter the largest part, 0..1, by which a wait is made longer or shorter
 * @param timeout of one try, look-up to answer
 * @param clientErrorsFinal whether 400..499 are not tried again, but for 408, 425 and 429
 */
public record DeliveryRetryPolicy(
    List<Duration> waits, double jitter, Duration timeout, boolean clientErrorsFinal) {
  /** Our own messages: ten tries in about three days, as Standard Webhooks advises. */
  public static final DeliveryRetryPolicy OWN =
      new DeliveryRetryPolicy(
          List.of(
              Duration.ofSeconds(5),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(2),
              Duration.ofHours(5),
              Duration.ofHours(10),
              Duration.ofHours(14),
              Duration.ofHours(20),
              Duration.ofHours(20)),
          0.2,
          Duration.ofSeconds(15),
          false);

  /** Uploads: eight tries in under two hours, since a presigned URL does not last. */
  public static final DeliveryRetryPolicy UPLOAD =
      new DeliveryRetryPolicy(
          List.of(
              Duration.ofMillis(500),
              Duration.ofSeconds(1),
              Duration.ofSeconds(5),
              Duration.ofSeconds(30),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(1)),
          0.2,
          Duration.ofMinutes(5),
          false);

  public DeliveryRetryPolicy {
    waits = List.copyOf(waits);
    if (jitter < 0 || jitter > 1 || !timeout.isPositive()) {
      throw new IllegalArgumentException("a jitter of 0..1 and a positive timeout expected");
    }
  }

  /**
   * The wait after a failed try; empty when there is none left.
   *
   * @param attemptsBefore how many had failed before that one
   * @param chance 0..1: 0 is the shortest, 1 the longest wait that jitter allows
   */
  Optional<Duration> waitAfter(int attemptsBefore, double chance) {
    if (attemptsBefore >= waits.size()) {
      return Optional.empty();
    }
    double factor = 1 + jitter * (2 * chance - 1);
    return Optional.of(
        Duration.ofMillis(Math.round(waits.get(attemptsBefore).toMillis() * factor)));
  }
}

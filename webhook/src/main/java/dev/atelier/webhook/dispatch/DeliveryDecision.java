package dev.atelier.webhook.dispatch;

import dev.atelier.http.client.OutboundResponse;
import dev.atelier.http.client.TransportProblem;
import dev.atelier.webhook.delivery.DeliveryState;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** What becomes of a delivery after a try. */
sealed interface DeliveryDecision {
  /** What the delivery is from now on. */
  DeliveryState state();

  /** It is tried again after this delay. */
  record Again(Duration delay) implements DeliveryDecision {
    @Override
    public DeliveryState state() {
      return DeliveryState.PENDING;
    }
  }

  /**
   * It ended.
   *
   * @param gone its receiver wants nothing any more (410)
   */
  record End(DeliveryState state, boolean gone) implements DeliveryDecision {}

  Set<Integer> NEVER_FINAL = Set.of(408, 425, 429);
  Set<Integer> MAY_NAME_A_WAIT = Set.of(429, 503);

  /**
   * @param attemptsBefore how many have failed already
   * @param chance 0..1, for the jitter
   */
  static DeliveryDecision of(
      AttemptResult result,
      DeliveryRetryPolicy retryPolicy,
      int attemptsBefore,
      Instant now,
      double chance) {
    return switch (result) {
      case AttemptResult.Answer(var answered) ->
          of(answered, retryPolicy, attemptsBefore, now, chance);
      case AttemptResult.NoAnswer(TransportProblem.PrivateAddress _) -> end(DeliveryState.REFUSED);
      case AttemptResult.NoAnswer(TransportProblem.BadUrl _) -> end(DeliveryState.REFUSED);
      case AttemptResult.NoAnswer _ -> again(retryPolicy, attemptsBefore, Duration.ZERO, chance);
      case AttemptResult.Unable _ -> again(retryPolicy, attemptsBefore, Duration.ZERO, chance);
      case AttemptResult.Unwanted _ -> end(DeliveryState.DROPPED);
    };
  }

  private static DeliveryDecision of(
      OutboundResponse answered,
      DeliveryRetryPolicy retryPolicy,
      int attemptsBefore,
      Instant now,
      double chance) {
    int status = answered.status();
    if (answered.success()) {
      return end(DeliveryState.DELIVERED);
    }
    if (status == 410) {
      return new End(DeliveryState.DROPPED, true);
    }
    boolean clientError = status >= 400 && status <= 499 && !NEVER_FINAL.contains(status);
    if (clientError && retryPolicy.clientErrorsFinal()) {
      return end(DeliveryState.FAILED);
    }
    var named =
        answered
            .retryAfter()
            .filter(_ -> MAY_NAME_A_WAIT.contains(status))
            .flatMap(header -> RetryAfter.read(header, now));
    return again(retryPolicy, attemptsBefore, named.orElse(Duration.ZERO), chance);
  }

  private static DeliveryDecision again(
      DeliveryRetryPolicy retryPolicy, int attemptsBefore, Duration atLeast, double chance) {
    return retryPolicy
        .waitAfter(attemptsBefore, chance)
        .<DeliveryDecision>map(wait -> new Again(wait.compareTo(atLeast) > 0 ? wait : atLeast))
        .orElse(end(DeliveryState.FAILED));
  }

  private static DeliveryDecision end(DeliveryState state) {
    return new End(state, false);
  }
}

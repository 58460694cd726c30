package dev.atelier.webhook;

import dev.atelier.http.client.Answered;
import dev.atelier.http.client.DownloadProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** What becomes of a delivery after a try. */
sealed interface Verdict {
  /** What the delivery is from now on. */
  DeliveryState state();

  /** It is tried again after this delay. */
  record Again(Duration delay) implements Verdict {
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
  record End(DeliveryState state, boolean gone) implements Verdict {}

  Set<Integer> NEVER_FINAL = Set.of(408, 425, 429);
  Set<Integer> MAY_NAME_A_WAIT = Set.of(429, 503);

  /**
   * @param triesBefore how many have failed already
   * @param chance 0..1, for the jitter
   */
  static Verdict of(Result result, Patience patience, int triesBefore, Instant now, double chance) {
    return switch (result) {
      case Result.Answer(var answered) -> of(answered, patience, triesBefore, now, chance);
      case Result.NoAnswer(DownloadProblem.PrivateAddress _) -> end(DeliveryState.REFUSED);
      case Result.NoAnswer(DownloadProblem.BadUrl _) -> end(DeliveryState.REFUSED);
      case Result.NoAnswer _ -> again(patience, triesBefore, Duration.ZERO, chance);
      case Result.Unable _ -> again(patience, triesBefore, Duration.ZERO, chance);
      case Result.Unwanted _ -> end(DeliveryState.DROPPED);
    };
  }

  private static Verdict of(
      Answered answered, Patience patience, int triesBefore, Instant now, double chance) {
    int status = answered.status();
    if (answered.success()) {
      return end(DeliveryState.DELIVERED);
    }
    if (status == 410) {
      return new End(DeliveryState.DROPPED, true);
    }
    boolean clientError = status >= 400 && status <= 499 && !NEVER_FINAL.contains(status);
    if (clientError && patience.clientErrorsFinal()) {
      return end(DeliveryState.FAILED);
    }
    var named =
        answered
            .retryAfter()
            .filter(_ -> MAY_NAME_A_WAIT.contains(status))
            .flatMap(header -> RetryAfter.read(header, now));
    return again(patience, triesBefore, named.orElse(Duration.ZERO), chance);
  }

  private static Verdict again(
      Patience patience, int triesBefore, Duration atLeast, double chance) {
    return patience
        .waitAfter(triesBefore, chance)
        .<Verdict>map(wait -> new Again(wait.compareTo(atLeast) > 0 ? wait : atLeast))
        .orElse(end(DeliveryState.FAILED));
  }

  private static Verdict end(DeliveryState state) {
    return new End(state, false);
  }
}

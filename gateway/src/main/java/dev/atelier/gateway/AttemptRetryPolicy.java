package dev.atelier.gateway;

import dev.atelier.image.Fault;
import dev.atelier.provider.AttemptOutcome;
import java.time.Duration;
import java.util.Optional;

/**
 * When a failed attempt may be repeated: only where nothing can have been made, and at most twice
 * (guarantee G3).
 *
 * @param max repeats of one job
 * @param backoff before the first repeat; doubles
 * @param patience the longest a throttled job waits for an account; above it the caller is told
 * @param repeatUnknown whether a call that may have been charged is made again
 */
public record AttemptRetryPolicy(
    int max, Duration backoff, Duration patience, boolean repeatUnknown) {
  public static final AttemptRetryPolicy DEFAULT =
      new AttemptRetryPolicy(2, Duration.ofMillis(500), Duration.ofSeconds(2), false);

  /** Used where the upstream does not say how long it is throttled. */
  static final Duration THROTTLED = Duration.ofSeconds(5);

  /**
   * Decides by the outcome alone.
   *
   * @param repeats how often this job was repeated already
   * @param another whether another account could take it at once
   */
  NextStep decide(AttemptOutcome outcome, int repeats, boolean another) {
    return switch (outcome) {
      case AttemptOutcome.Succeeded _ -> new NextStep.Finish();
      case AttemptOutcome.Refused refused -> new NextStep.Fail(fault(refused));
      case AttemptOutcome.Throttled(var retryAfter, _) ->
          throttled(retryAfter.orElse(THROTTLED), repeats, another);
      case AttemptOutcome.NotSent(var cause, _) ->
          repeats < max
              ? new NextStep.Repeat(backoff.multipliedBy(1L << Math.min(repeats, 6)))
              : new NextStep.Fail(new Fault.UpstreamFailed(cause));
      case AttemptOutcome.Unknown(var cause) ->
          mayRepeatUnknown(repeats)
              ? new NextStep.Repeat(Duration.ZERO)
              : new NextStep.Fail(new Fault.OutcomeUnknown(cause));
      case AttemptOutcome.Spent(var cause) -> new NextStep.Fail(new Fault.UpstreamWaste(cause));
    };
  }

  boolean mayRepeatUnknown(int repeats) {
    return repeatUnknown && repeats < max;
  }

  private NextStep throttled(Duration retryAfter, int repeats, boolean another) {
    if (repeats < max && another) {
      return new NextStep.Repeat(Duration.ZERO);
    }
    return repeats < max && retryAfter.compareTo(patience) <= 0
        ? new NextStep.Repeat(retryAfter)
        : new NextStep.Fail(new Fault.UpstreamThrottled(retryAfter));
  }

  private static Fault fault(AttemptOutcome.Refused refused) {
    Optional<Fault.Stage> stage = refused.blocked();
    return stage.isPresent()
        ? new Fault.Blocked(stage.get(), refused.categories())
        : new Fault.UpstreamRefused(refused.reason());
  }
}

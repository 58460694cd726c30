package dev.atelier.gateway.attempt;

import dev.atelier.image.Blocked;
import dev.atelier.image.JobFault;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.queue.AttemptRow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When an image whose call failed is asked for again: only where nothing can have been made, and at
 * most twice; besides that once at each further account, where the account alone was the reason,
 * but after two repeats only at one that can take it at once.
 *
 * @param max repeats of one image
 * @param backoff before the first repeat at the same account; doubles
 * @param throttleWaitMax the longest a throttled image waits for its account; above it the caller
 *     is told
 * @param repeatUnknown whether a call that may have been charged is made again
 */
public record AttemptRetryPolicy(
    int max, Duration backoff, Duration throttleWaitMax, boolean repeatUnknown) {
  public static final AttemptRetryPolicy DEFAULT =
      new AttemptRetryPolicy(2, Duration.ofMillis(500), Duration.ofSeconds(2), false);

  /** Used where the upstream does not say how long it is throttled. */
  static final Duration THROTTLED = Duration.ofSeconds(5);

  /**
   * Decides for one image.
   *
   * @param outcome of the call that has just ended without it
   * @param repeats how often it was repeated already
   * @param elsewhere whether an account that was not called for it could take it
   */
  NextStep decide(AttemptOutcome outcome, int repeats, boolean elsewhere) {
    return switch (outcome) {
      case AttemptOutcome.Succeeded _ -> new NextStep.Finish();
      case AttemptOutcome.Refused refused -> new NextStep.Fail(fault(refused));
      case AttemptOutcome.Throttled(var retryAfter, _) ->
          throttled(retryAfter.orElse(THROTTLED), repeats, elsewhere);
      case AttemptOutcome.NotSent notSent -> notSent(notSent, repeats, elsewhere);
      case AttemptOutcome.Unknown(var cause) ->
          mayRepeatUnknown(repeats)
              ? new NextStep.Repeat(Duration.ZERO)
              : new NextStep.Fail(new JobFault.OutcomeUnknown(cause));
      case AttemptOutcome.Spent(var cause) -> new NextStep.Fail(new JobFault.UpstreamWaste(cause));
    };
  }

  /** Whether an image is made again whose latest call may have been charged. */
  public boolean mayRepeatUnknown(List<AttemptRow> attempts, int image) {
    return mayRepeatUnknown(ImageHistory.of(attempts, image).repeats());
  }

  private boolean mayRepeatUnknown(int repeats) {
    return repeatUnknown && repeats < max;
  }

  /** Whether an image may be asked for once more after so many repeats. */
  boolean allows(int repeats) {
    return repeats < max;
  }

  private NextStep throttled(Duration retryAfter, int repeats, boolean elsewhere) {
    if (elsewhere) {
      return new NextStep.Repeat(Duration.ZERO);
    }
    return repeats < max && retryAfter.compareTo(throttleWaitMax) <= 0
        ? new NextStep.Repeat(retryAfter)
        : new NextStep.Fail(new JobFault.UpstreamThrottled(retryAfter));
  }

  private NextStep notSent(AttemptOutcome.NotSent outcome, int repeats, boolean elsewhere) {
    if (elsewhere && (outcome.cause().ofAccount() || repeats < max)) {
      return new NextStep.Repeat(Duration.ZERO);
    }
    return repeats < max && !outcome.cause().lasts()
        ? new NextStep.Repeat(backoff.multipliedBy(1L << Math.min(repeats, 6)))
        : new NextStep.Fail(new JobFault.UpstreamFailed(outcome.evidence()));
  }

  private static JobFault fault(AttemptOutcome.Refused refused) {
    Optional<Blocked.Stage> stage = refused.blocked();
    return stage.isPresent()
        ? new Blocked(stage.get(), refused.categories())
        : new JobFault.UpstreamRefused(refused.reason());
  }
}

package dev.atelier.provider;

import dev.atelier.image.Fault.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How one attempt ended, and by that whether repeating it is safe. Pictures completed in the {@link
 * Results} count whatever the outcome; the outcome speaks of the rest.
 */
public sealed interface AttemptOutcome {

  /** Every picture asked for was completed, but for those {@code blocked}. */
  record Succeeded(List<Integer> blocked) implements AttemptOutcome {
    public static final Succeeded ALL = new Succeeded(List.of());

    public Succeeded {
      blocked = List.copyOf(blocked);
    }
  }

  /**
   * The upstream said no: final for the job, and no fault of the account.
   *
   * @param blocked where it was a moderation block, at which stage
   */
  record Refused(String reason, Optional<Stage> blocked, List<String> categories)
      implements AttemptOutcome {
    public Refused {
      categories = List.copyOf(categories);
    }
  }

  /** This account is over a limit; nothing was made. */
  record Throttled(Optional<Duration> retryAfter, String evidence) implements AttemptOutcome {}

  /**
   * Nothing was made, and repeating is safe: no byte left, or the upstream itself answered
   * completely that it failed.
   *
   * @param status the upstream's 5xx, where it answered
   */
  record NotSent(String cause, Optional<Integer> status) implements AttemptOutcome {}

  /** It may have been made and charged. */
  record Unknown(String cause) implements AttemptOutcome {}

  /** It was charged, and nothing usable came. */
  record Spent(String cause) implements AttemptOutcome {}
}

package dev.atelier.providers.upstream;

import dev.atelier.provider.AttemptOutcome;
import java.time.Duration;
import java.util.Optional;

/** What came of asking how a task stands. */
public sealed interface PollAnswer {
  /** It has ended, and its images are fetched. */
  record Ended(AttemptOutcome outcome) implements PollAnswer {}

  /**
   * It is queued or being made.
   *
   * @param retryAfter when the upstream wants to be asked again
   */
  record Running(Optional<Duration> retryAfter) implements PollAnswer {}

  /** The question was not answered, or not with the task's state. */
  record Lost(UpstreamProblem problem) implements PollAnswer {}
}

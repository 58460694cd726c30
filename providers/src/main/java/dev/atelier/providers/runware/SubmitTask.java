package dev.atelier.providers.runware;

import dev.atelier.http.upstream.LocalSourceException;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.provider.Call;
import dev.atelier.provider.Results;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.InputFiles;
import dev.atelier.providers.upstream.OutcomeTable;
import dev.atelier.providers.upstream.Pause;
import dev.atelier.providers.upstream.UpstreamProblem;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Brings one task to the service. Where the answer is lost, the same task is sent again under the
 * same id: the service takes an id once, so that this never buys twice, and its refusal of the
 * second proves that the first arrived.
 */
final class SubmitTask {
  private static final int TRIES = 3;
  private static final Duration BETWEEN = Duration.ofMillis(500);
  private static final String ARRIVED_BEFORE = "conflictTaskUUID";

  private final RunwareApi api;
  private final OutcomeTable outcomes;
  private final Pause pause;
  private final RandomGenerator random;
  private Optional<Unknown> lost = Optional.empty();

  SubmitTask(RunwareApi api, OutcomeTable outcomes, Pause pause, RandomGenerator random) {
    this.api = api;
    this.outcomes = outcomes;
    this.pause = pause;
    this.random = random;
  }

  /** How the attempt ended; empty if the service has the task. */
  Optional<AttemptOutcome> run(Call call, String taskUuid, Results results)
      throws InterruptedException {
    for (int tries = 1; tries <= TRIES; tries++) {
      Optional<AttemptOutcome> outcome =
          once(call, taskUuid, lost.isEmpty() ? results::sending : () -> {});
      if (outcome.isEmpty() || settled(outcome.get())) {
        return outcome;
      }
      if (tries < TRIES) {
        pause.pause(Pause.jittered(BETWEEN.multipliedBy(1L << (tries - 1)), random));
      }
    }
    return lost.map(outcome -> outcome);
  }

  /** The same for a task that left before, and that the service does not know. */
  Optional<AttemptOutcome> again(Call call, String taskUuid, Results results)
      throws InterruptedException {
    lost = Optional.of(new Unknown("the service does not know the task"));
    return run(call, taskUuid, results);
  }

  private Optional<AttemptOutcome> once(Call call, String taskUuid, Runnable sending)
      throws InterruptedException {
    try {
      TaskAnswer answer = api.submit(call, taskUuid, sending);
      return answer.problem().or(() -> inside(answer)).flatMap(this::outcome);
    } catch (LocalSourceException e) {
      return Optional.of(InputFiles.unreadable());
    }
  }

  private Optional<UpstreamProblem> inside(TaskAnswer answer) {
    TaskState state = TaskState.of(answer.json());
    if (state.failed()) {
      return Optional.of(api.inside(CallPhase.SUBMIT, state.error()));
    }
    return state.known()
        ? Optional.empty()
        : Optional.of(
            UpstreamProblem.of(CallPhase.SUBMIT, "not-understood", "the answer names no task"));
  }

  private Optional<AttemptOutcome> outcome(UpstreamProblem problem) {
    return problem.codes().contains(ARRIVED_BEFORE)
        ? Optional.empty()
        : Optional.of(outcomes.decide(problem));
  }

  /**
   * Whether it is known what became of the task. Once an answer was lost, a later try that failed
   * for another reason than the task itself says nothing about the earlier one.
   */
  private boolean settled(AttemptOutcome outcome) {
    return switch (outcome) {
      case Unknown unknown -> {
        lost = lost.or(() -> Optional.of(unknown));
        yield false;
      }
      case AttemptOutcome.Refused _ -> true;
      case NotSent _,
          AttemptOutcome.Throttled _,
          AttemptOutcome.Spent _,
          AttemptOutcome.Succeeded _ ->
          lost.isEmpty();
    };
  }
}

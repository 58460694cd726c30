package dev.atelier.providers.upstream;

import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Unknown;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Asks how a task stands until it has ended. A lost question is asked again, since the task goes on
 * unseen; only an upstream that answers for good that it will not tell ends it earlier.
 */
public final class Polling {
  /** A task that was accepted a moment ago may not be known everywhere. */
  private static final Duration MISSING = Duration.ofSeconds(30);

  private final OutcomeTable outcomes;
  private final Pause pause;
  private final RandomGenerator random;

  public Polling(OutcomeTable outcomes, Pause pause, RandomGenerator random) {
    this.outcomes = outcomes;
    this.pause = pause;
    this.random = random;
  }

  /** How the task ended, or that it is not known. */
  public AttemptOutcome untilEnded(PollSchedule schedule, Question question)
      throws InterruptedException {
    long begun = pause.nanos();
    Duration wait = schedule.first();
    Duration next = schedule.every();
    String last = "the task was still being made";
    for (Duration left = schedule.limit();
        left.isPositive();
        left = schedule.limit().minus(since(begun))) {
      pause.pause(shorter(Pause.jittered(wait, random), left));
      switch (question.ask()) {
        case PollAnswer.Ended(var outcome) -> {
          return outcome;
        }
        case PollAnswer.Running(var retryAfter) -> {
          wait = longer(next, retryAfter);
          last = "the task was still being made";
        }
        case PollAnswer.Lost(var problem) -> {
          if (!worthRepeating(problem, since(begun))) {
            return outcomes.decide(problem);
          }
          wait = longer(next, problem.retryAfter());
          last = problem.evidence();
        }
      }
      next = schedule.after(next);
    }
    return new Unknown("not ended after %d s: %s".formatted(schedule.limit().toSeconds(), last));
  }

  private Duration since(long begun) {
    return Duration.ofNanos(pause.nanos() - begun);
  }

  private static Duration longer(Duration every, Optional<Duration> retryAfter) {
    return retryAfter.filter(told -> told.compareTo(every) > 0).orElse(every);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static boolean worthRepeating(UpstreamProblem problem, Duration since) {
    if (says(problem, "404")) {
      return since.compareTo(MISSING) < 0;
    }
    boolean forGood = says(problem, "4\\d\\d") && !says(problem, "408|429");
    return !problem.json() || !forGood;
  }

  /** Whether the status, or the code inside an answer of status 200, is such a one. */
  private static boolean says(UpstreamProblem problem, String statuses) {
    return Stream.concat(Stream.of(problem.what()), problem.codes().stream())
        .anyMatch(code -> code.matches(statuses));
  }

  /** Asks once. */
  @FunctionalInterface
  public interface Question {
    PollAnswer ask() throws InterruptedException;
  }
}

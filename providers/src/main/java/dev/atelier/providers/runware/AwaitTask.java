package dev.atelier.providers.runware;

import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.provider.Call;
import dev.atelier.provider.Results;
import dev.atelier.provider.Results.Statement;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.OutcomeTable;
import dev.atelier.providers.upstream.UpstreamProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Asks for one task until it ended, and takes its images as they come. */
final class AwaitTask {
  /** What Runware's own client waits; an interrupt ends it earlier. */
  private static final Duration LIMIT = Duration.ofMinutes(20);

  /** A task that was just taken may not be found everywhere at once. */
  private static final int NOT_FOUND_MAX = 3;

  private final RunwareApi api;
  private final OutcomeTable outcomes;
  private final PollTime time;
  private final PollPace pace;
  private int notFound;

  AwaitTask(RunwareApi api, OutcomeTable outcomes, PollTime time, PollPace pace) {
    this.api = api;
    this.outcomes = outcomes;
    this.time = time;
    this.pace = pace;
  }

  AttemptOutcome run(Call call, String taskUuid, Results results, TaskImages images)
      throws InterruptedException, IOException {
    Duration limit = LIMIT.compareTo(call.timeout()) > 0 ? LIMIT : call.timeout();
    long end = time.nanos() + limit.toNanos();
    Optional<UpstreamProblem> lost = Optional.empty();
    while (end - time.nanos() > 0) {
      pause(lost.flatMap(UpstreamProblem::retryAfter), Duration.ofNanos(end - time.nanos()));
      TaskAnswer answer = api.poll(taskUuid);
      lost = answer.problem();
      Optional<AttemptOutcome> ended =
          lost.isPresent()
              ? givenUp(lost.get())
              : read(TaskState.of(answer.json()), call, results, images);
      if (ended.isPresent()) {
        return ended.get();
      }
    }
    return lost.map(outcomes::decide)
        .orElseGet(() -> new Unknown("still not made after " + limit.toMinutes() + " minutes"));
  }

  private void pause(Optional<Duration> asked, Duration left) throws InterruptedException {
    Duration wait = pace.next(asked);
    time.sleep(wait.compareTo(left) < 0 ? wait : left);
  }

  /** Polls that were lost, throttled or met trouble of the service are made again. */
  private Optional<AttemptOutcome> givenUp(UpstreamProblem problem) {
    int status = problem.status().orElse(0);
    if (status == 404) {
      notFound++;
    }
    boolean again =
        status == 404 ? notFound < NOT_FOUND_MAX : status < 400 || status == 429 || status >= 500;
    return again ? Optional.empty() : Optional.of(outcomes.decide(problem));
  }

  private Optional<AttemptOutcome> read(
      TaskState state, Call call, Results results, TaskImages images)
      throws InterruptedException, IOException {
    notFound = 0;
    state.billed().map(Statement::of).ifPresent(results::stated);
    images.take(state.images());
    results.progress(Math.min(1, (images.whole() + state.begun()) / call.indexes().size()));
    boolean over = images.all() || (state.failed() && state.working() == 0);
    return over ? Optional.of(ended(state, images)) : Optional.empty();
  }

  /** What could not be fetched is there still; it counts more than what failed. */
  private AttemptOutcome ended(TaskState state, TaskImages images) {
    if (images.problem().isPresent()) {
      return outcomes.decide(images.problem().get());
    }
    return images.all()
        ? Succeeded.ALL
        : outcomes.decide(api.inside(CallPhase.TASK, state.error()));
  }
}

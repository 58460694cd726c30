package dev.atelier.providers.runware;

import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.provider.Call;
import dev.atelier.provider.Results;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.Interruption;
import dev.atelier.providers.upstream.OutcomeTable;
import dev.atelier.providers.upstream.PollAnswer;
import dev.atelier.providers.upstream.Polling;
import java.io.IOException;
import java.util.Optional;

/** Asks how one task stands, and takes its images as they come. */
final class RunwareQuestion implements Polling.Question {
  private final RunwareApi api;
  private final OutcomeTable outcomes;
  private final Call call;
  private final String taskUuid;
  private final Results results;
  private final TaskImages images;

  RunwareQuestion(
      RunwareApi api,
      OutcomeTable outcomes,
      Call call,
      String taskUuid,
      Results results,
      TaskImages images) {
    this.api = api;
    this.outcomes = outcomes;
    this.call = call;
    this.taskUuid = taskUuid;
    this.results = results;
    this.images = images;
  }

  @Override
  public PollAnswer ask() throws InterruptedException {
    TaskAnswer answer = api.poll(taskUuid);
    if (answer.problem().isPresent()) {
      return new PollAnswer.Lost(answer.problem().get());
    }
    try {
      return stands(TaskState.of(answer.json()));
    } catch (IOException e) {
      Interruption.requireNone();
      return new PollAnswer.Ended(new Unknown("an image could not be kept: " + e.getMessage()));
    }
  }

  private PollAnswer stands(TaskState state) throws InterruptedException, IOException {
    images.take(state.images());
    results.progress(Math.min(1, (images.whole() + state.begun()) / call.indexes().size()));
    boolean over = images.all() || (state.failed() && state.working() == 0);
    return over ? new PollAnswer.Ended(ended(state)) : new PollAnswer.Running(Optional.empty());
  }

  /** What could not be fetched is there still; it counts more than what failed. */
  private AttemptOutcome ended(TaskState state) {
    if (images.problem().isPresent()) {
      return outcomes.decide(images.problem().get());
    }
    return images.all()
        ? Succeeded.ALL
        : outcomes.decide(api.inside(CallPhase.TASK, state.error()));
  }
}

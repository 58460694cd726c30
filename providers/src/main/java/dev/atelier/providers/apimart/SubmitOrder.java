package dev.atelier.providers.apimart;

import dev.atelier.http.upstream.LocalSourceException;
import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Refused;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.JsonAnswer;
import dev.atelier.providers.upstream.JsonCalls;
import dev.atelier.providers.upstream.OutcomeTable;
import dev.atelier.providers.upstream.Pause;
import dev.atelier.providers.upstream.UpstreamProblem;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * Places an order. One whose answer was lost is placed again under the same key, by which APIMart
 * makes one task of them; after that only an id, or a refusal of what was ordered, is certain.
 */
final class SubmitOrder {
  private static final int TRIES = 3;
  private static final Duration BETWEEN = Duration.ofSeconds(5);
  private static final Duration BETWEEN_MAX = Duration.ofMinutes(1);

  private final JsonCalls calls;
  private final OutcomeTable outcomes;
  private final Pause pause;

  SubmitOrder(JsonCalls calls, OutcomeTable outcomes, Pause pause) {
    this.calls = calls;
    this.outcomes = outcomes;
    this.pause = pause;
  }

  Placed place(UpstreamRequest order, Duration timeout, Runnable sending)
      throws InterruptedException {
    boolean lost = false;
    for (int tries = 1; ; tries++) {
      switch (once(order, timeout, sending)) {
        case Answer.Task(var id) -> {
          return new Placed.Task(id);
        }
        case Answer.Problem(var problem) -> {
          AttemptOutcome outcome = outcomes.decide(problem);
          if (lost) {
            outcome = certain(outcome, problem);
          }
          if (!(outcome instanceof Unknown) || tries == TRIES) {
            return new Placed.No(outcome);
          }
          lost = true;
          pause.pause(between(problem));
        }
      }
    }
  }

  private static Duration between(UpstreamProblem problem) {
    Duration asked = problem.retryAfter().orElse(BETWEEN);
    return asked.compareTo(BETWEEN_MAX) < 0 ? asked : BETWEEN_MAX;
  }

  /** What is said of a repetition says nothing about the order that was lost. */
  private static AttemptOutcome certain(AttemptOutcome outcome, UpstreamProblem problem) {
    return outcome instanceof Refused || outcome instanceof Unknown
        ? outcome
        : new Unknown("the answer was lost, and then: " + problem.evidence());
  }

  private Answer once(UpstreamRequest order, Duration timeout, Runnable sending)
      throws InterruptedException {
    try {
      return switch (calls.call(CallPhase.SUBMIT, order, JsonCalls.submit(timeout), sending)) {
        case JsonAnswer.Failed(var problem) -> new Answer.Problem(problem);
        case JsonAnswer.Said(_, var json, _) -> read(json);
      };
    } catch (LocalSourceException e) {
      throw new IllegalStateException("an order sends no file", e);
    }
  }

  /** With a status of success its own code may still say otherwise. */
  private Answer read(JsonNode json) {
    if (Envelope.failed(json)) {
      return new Answer.Problem(calls.errors().inside(CallPhase.SUBMIT, json));
    }
    JsonNode data = json.path("data").isArray() ? json.path("data").path(0) : json.path("data");
    String id = data.path("task_id").asString(data.path("id").asString(""));
    return id.isBlank()
        ? new Answer.Problem(
            UpstreamProblem.of(CallPhase.SUBMIT, "not-understood", "the answer has no task id"))
        : new Answer.Task(id);
  }

  /** What one try came to. */
  private sealed interface Answer {
    record Task(String id) implements Answer {}

    record Problem(UpstreamProblem problem) implements Answer {}
  }

  /** What placing an order came to. */
  sealed interface Placed {
    record Task(String id) implements Placed {}

    record No(AttemptOutcome outcome) implements Placed {}
  }
}

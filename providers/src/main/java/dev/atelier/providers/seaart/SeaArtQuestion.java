package dev.atelier.providers.seaart;

import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.Results;
import dev.atelier.provider.Results.ImageMetadata;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.JsonAnswer;
import dev.atelier.providers.upstream.JsonCalls;
import dev.atelier.providers.upstream.OutcomeTable;
import dev.atelier.providers.upstream.PollAnswer;
import dev.atelier.providers.upstream.Polling;
import dev.atelier.providers.upstream.ResultImages;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Asks how a task stands, and fetches its images once it has ended. SeaArt has no state for a
 * failure: a completed task has failed where an error stands beside.
 */
final class SeaArtQuestion implements Polling.Question {
  private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "CANCELLED");
  private static final int NOT_YET = 202;

  private final Call call;
  private final SeaArtTask task;
  private final Results results;
  private final JsonCalls calls;
  private final OutcomeTable outcomes;
  private final ResultImages images;

  SeaArtQuestion(
      Call call,
      SeaArtTask task,
      Results results,
      JsonCalls calls,
      OutcomeTable outcomes,
      ResultImages images) {
    this.call = call;
    this.task = task;
    this.results = results;
    this.calls = calls;
    this.outcomes = outcomes;
    this.images = images;
  }

  @Override
  public PollAnswer ask() throws InterruptedException {
    return switch (calls.poll(UpstreamRequest.get(task.status(call.account())))) {
      case JsonAnswer.Failed(var problem) -> new PollAnswer.Lost(problem);
      case JsonAnswer.Said(_, var json, var retryAfter) -> stands(json, retryAfter);
    };
  }

  private PollAnswer stands(JsonNode json, Optional<Duration> retryAfter)
      throws InterruptedException {
    String status = json.path("status").asString("").toUpperCase(Locale.ROOT);
    if (!ENDED.contains(status)) {
      JsonNode progress = json.path("progress");
      if (progress.isNumber()) {
        results.progress(progress.asDouble());
      }
      return new PollAnswer.Running(retryAfter);
    }
    return failed(json) || !status.equals("COMPLETED") ? ended(json) : response();
  }

  private PollAnswer response() throws InterruptedException {
    return switch (calls.poll(UpstreamRequest.get(task.response(call.account())))) {
      case JsonAnswer.Failed(var problem) -> new PollAnswer.Lost(problem);
      case JsonAnswer.Said(int status, _, var retryAfter) when status == NOT_YET ->
          new PollAnswer.Running(retryAfter);
      case JsonAnswer.Said(_, var json, _) -> failed(json) ? ended(json) : images(json);
    };
  }

  private PollAnswer images(JsonNode json) throws InterruptedException {
    List<String> urls =
        json.path("outputs")
            .valueStream()
            .map(output -> output.path("url").asString(""))
            .filter(url -> !url.isBlank())
            .toList();
    var told =
        new ImageMetadata(
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            List.of(),
            new SeaArtOrder(call).differences());
    return new PollAnswer.Ended(images.deliver(call, results, urls, told));
  }

  /** An error is a sentence or an object; an empty one is none, unless its type stands there. */
  private static boolean failed(JsonNode json) {
    JsonNode error = json.path("error");
    return error.isObject()
        || !error.asString("").isBlank()
        || !json.path("error_type").asString("").isBlank();
  }

  private PollAnswer ended(JsonNode json) {
    AttemptOutcome outcome = outcomes.decide(calls.errors().inside(CallPhase.TASK, json));
    return new PollAnswer.Ended(outcome);
  }
}

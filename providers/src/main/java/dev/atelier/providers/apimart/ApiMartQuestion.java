package dev.atelier.providers.apimart;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.provider.Call;
import dev.atelier.provider.Results;
import dev.atelier.provider.Results.ImageMetadata;
import dev.atelier.provider.Results.Statement;
import dev.atelier.providers.upstream.AccountOptions;
import dev.atelier.providers.upstream.BilledUsd;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.JsonAnswer;
import dev.atelier.providers.upstream.JsonCalls;
import dev.atelier.providers.upstream.OutcomeTable;
import dev.atelier.providers.upstream.PollAnswer;
import dev.atelier.providers.upstream.Polling;
import dev.atelier.providers.upstream.ResultImages;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Asks how a task stands, and fetches its image once it has ended. */
final class ApiMartQuestion implements Polling.Question {
  private final Call call;
  private final String taskId;
  private final Results results;
  private final JsonCalls calls;
  private final OutcomeTable outcomes;
  private final ResultImages images;

  ApiMartQuestion(
      Call call,
      String taskId,
      Results results,
      JsonCalls calls,
      OutcomeTable outcomes,
      ResultImages images) {
    this.call = call;
    this.taskId = taskId;
    this.results = results;
    this.calls = calls;
    this.outcomes = outcomes;
    this.images = images;
  }

  @Override
  public PollAnswer ask() throws InterruptedException {
    String id = URLEncoder.encode(taskId, UTF_8).replace("+", "%20");
    var request =
        UpstreamRequest.get(URI.create(AccountOptions.at(call.account(), "/tasks/" + id)));
    return switch (calls.poll(request)) {
      case JsonAnswer.Failed(var problem) -> new PollAnswer.Lost(problem);
      case JsonAnswer.Said(_, var json, _) when Envelope.failed(json) ->
          new PollAnswer.Lost(calls.errors().inside(CallPhase.POLL, json));
      case JsonAnswer.Said(_, var json, var retryAfter) -> stands(json.path("data"), retryAfter);
    };
  }

  /** The words of every edition of the documentation, in any case. */
  private PollAnswer stands(JsonNode task, Optional<Duration> retryAfter)
      throws InterruptedException {
    billed(task).map(Statement::of).ifPresent(results::stated);
    return switch (task.path("status").asString("").toLowerCase(Locale.ROOT)) {
      case "completed", "success", "succeeded" -> images(task);
      case "failed", "failure", "cancelled", "canceled" ->
          new PollAnswer.Ended(outcomes.decide(calls.errors().inside(CallPhase.TASK, task)));
      default -> { // submitted, pending, queued, processing, in_progress, and what comes next
        if (task.path("progress").isNumber()) {
          results.progress(task.path("progress").asDouble() / 100);
        }
        yield new PollAnswer.Running(retryAfter);
      }
    };
  }

  private static Optional<BigDecimal> billed(JsonNode task) {
    return BilledUsd.of(task.path("cost"))
        .or(() -> BilledUsd.of(task.path("credits_cost")).map(credits -> credits.movePointLeft(1)));
  }

  private PollAnswer images(JsonNode task) throws InterruptedException {
    List<String> urls =
        task.path("result")
            .path("images")
            .valueStream()
            .map(image -> image.path("url"))
            .flatMap(url -> url.isArray() ? url.valueStream() : Stream.of(url))
            .map(url -> url.asString(""))
            .filter(url -> !url.isBlank())
            .toList();
    var told =
        new ImageMetadata(
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            List.of(),
            new ApiMartOrder(call).differences());
    return new PollAnswer.Ended(images.deliver(call, results, urls, told));
  }
}

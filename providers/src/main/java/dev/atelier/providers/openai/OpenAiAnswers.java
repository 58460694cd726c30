package dev.atelier.providers.openai;

import dev.atelier.http.upstream.UpstreamException;
import dev.atelier.http.upstream.UpstreamResponse;
import dev.atelier.http.wire.JsonLimits;
import dev.atelier.http.wire.JsonReader;
import dev.atelier.http.wire.MalformedBase64Exception;
import dev.atelier.http.wire.MalformedJsonException;
import dev.atelier.http.wire.SseReader;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.Results;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.ErrorAnswer;
import dev.atelier.providers.upstream.Fetched;
import dev.atelier.providers.upstream.OutcomeTable;
import dev.atelier.providers.upstream.RateLimitHeaders;
import dev.atelier.providers.upstream.ResultDownload;
import dev.atelier.providers.upstream.UpstreamProblem;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads the answer of one call while it arrives. */
final class OpenAiAnswers {
  private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

  private final Call call;
  private final Results results;
  private final OutcomeTable outcomes;
  private final ErrorAnswer errors;
  private final ResultDownload download;

  OpenAiAnswers(
      Call call,
      Results results,
      OutcomeTable outcomes,
      ErrorAnswer errors,
      ResultDownload download) {
    this.call = call;
    this.results = results;
    this.outcomes = outcomes;
    this.errors = errors;
    this.download = download;
  }

  AttemptOutcome read(UpstreamResponse response) throws IOException {
    RateLimitHeaders.of(response).forEach(results::allowance);
    if (!response.success()) {
      return outcomes.decide(errors.read(CallPhase.SUBMIT, response));
    }
    String type = response.header("content-type").orElse("");
    return type.startsWith("text/event-stream") ? stream(response) : json(response);
  }

  private AttemptOutcome json(UpstreamResponse response) throws IOException {
    try (var images = new ArrivingImages(call, results)) {
      JsonNode answer;
      try {
        answer = JsonReader.parse(response.body(), JsonLimits.DEFAULT, images);
      } catch (UpstreamException e) {
        images.complete(NOTHING);
        return outcomes.decide(UpstreamProblem.of(CallPhase.SUBMIT, e));
      } catch (MalformedJsonException | MalformedBase64Exception e) {
        images.complete(NOTHING);
        return problem("not-understood", Objects.toString(e.getMessage(), ""));
      }
      Optional<AttemptOutcome> fetched = fetch(images);
      int came = images.count();
      images.complete(answer);
      if (fetched.isPresent()) {
        return fetched.get();
      }
      return came == call.indexes().size() ? AttemptOutcome.Succeeded.ALL : fewer(came, answer);
    }
  }

  private AttemptOutcome fewer(int came, JsonNode answer) {
    if (failed(answer)) {
      return outcomes.decide(errors.inside(CallPhase.SUBMIT, answer));
    }
    return came == 0
        ? problem("no-images", "the answer holds no image")
        : AttemptOutcome.Succeeded.ALL; // those that are missing are asked for again
  }

  private static boolean failed(JsonNode answer) {
    JsonNode error = answer.path("error");
    JsonNode code = answer.path("code");
    return error.isObject() || error.isString() || code.isString() || code.isNumber();
  }

  /** Gets what the answer names by URL; how the attempt ended where that failed. */
  private Optional<AttemptOutcome> fetch(ArrivingImages images) {
    for (var url : images.urls().entrySet()) {
      Fetched fetched =
          download.fetch(
              call.account(),
              url.getValue(),
              call.timeout(),
              () -> results.image(call.indexes().get(url.getKey())),
              results.asking());
      switch (fetched) {
        case Fetched.Failed(var problem) -> {
          return Optional.of(outcomes.decide(problem));
        }
        case Fetched.Whole(var sink) -> images.came(url.getKey(), sink);
      }
    }
    return Optional.empty();
  }

  private AttemptOutcome stream(UpstreamResponse response) throws IOException {
    var events = new SseReader(response.body());
    var previews = new PreviewCount();
    try {
      while (events.next()) {
        Optional<AttemptOutcome> end = event(events, previews);
        if (end.isPresent()) {
          return end.get();
        }
      }
    } catch (UpstreamException e) {
      return outcomes.decide(UpstreamProblem.of(CallPhase.SUBMIT, e));
    } catch (MalformedJsonException | MalformedBase64Exception e) {
      return problem("not-understood", Objects.toString(e.getMessage(), ""));
    }
    return problem("no-end", "the stream ended without its image");
  }

  private Optional<AttemptOutcome> event(SseReader events, PreviewCount previews)
      throws IOException {
    try (var event = new StreamEvent(call, results, events.name(), previews)) {
      return switch (event.read(events.data())) {
        case DONE -> Optional.of(AttemptOutcome.Succeeded.ALL);
        case FAILED ->
            Optional.of(
                previews.charged(outcomes.decide(errors.inside(CallPhase.SUBMIT, event.json()))));
        case OTHER -> Optional.empty();
      };
    }
  }

  private AttemptOutcome problem(String what, String message) {
    return outcomes.decide(UpstreamProblem.of(CallPhase.SUBMIT, what, message));
  }
}

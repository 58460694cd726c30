package dev.atelier.providers.openai;

import dev.atelier.http.upstream.UpstreamException;
import dev.atelier.http.upstream.UpstreamResponse;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.JsonLimits;
import dev.atelier.http.wire.JsonReader;
import dev.atelier.http.wire.MalformedBase64Exception;
import dev.atelier.http.wire.MalformedJsonException;
import dev.atelier.http.wire.MalformedSseException;
import dev.atelier.http.wire.SseReader;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Refused;
import dev.atelier.provider.Call;
import dev.atelier.provider.Results;
import dev.atelier.provider.Results.ImageMetadata;
import dev.atelier.provider.Results.Statement;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.ErrorAnswer;
import dev.atelier.providers.upstream.OutcomeTable;
import dev.atelier.providers.upstream.RateLimitHeaders;
import dev.atelier.providers.upstream.ResultDownload;
import dev.atelier.providers.upstream.UpstreamProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads the response of one call while it arrives. Its image is kept until the end, which tells
 * what it cost; where the end does not come, an image that is whole is delivered without that.
 */
final class ResponsesAnswers {
  private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

  private final Call call;
  private final Results results;
  private final OutcomeTable outcomes;
  private final ErrorAnswer errors;
  private final ResultDownload download;
  private final ResponseImage image;
  private final ResponsePreviews previews;
  private final ResponseItems items = new ResponseItems();

  ResponsesAnswers(
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
    this.image = new ResponseImage(call, results);
    this.previews = new ResponsePreviews(call, results);
  }

  AttemptOutcome read(UpstreamResponse response) throws IOException {
    RateLimitHeaders.of(response).forEach(results::allowance);
    if (!response.success()) {
      return outcomes.decide(errors.read(CallPhase.SUBMIT, response));
    }
    try (image;
        previews) {
      return body(response);
    }
  }

  private AttemptOutcome body(UpstreamResponse response) throws IOException {
    String type = response.header("content-type").orElse("");
    try {
      return type.startsWith("text/event-stream")
          ? stream(new SseReader(response.body()))
          : whole(JsonReader.parse(response.body(), JsonLimits.DEFAULT, new Images()));
    } catch (UpstreamException e) {
      return cutOff(outcomes.decide(UpstreamProblem.of(CallPhase.SUBMIT, e)));
    } catch (MalformedJsonException | MalformedBase64Exception | MalformedSseException e) {
      return cutOff(problem("not-understood", Objects.toString(e.getMessage(), "")));
    }
  }

  private AttemptOutcome stream(SseReader events) throws IOException {
    while (events.next()) {
      Optional<JsonNode> event = EventData.read(events.data(), new Images());
      if (event.isPresent()) {
        Optional<AttemptOutcome> end = event(events.name(), event.get());
        if (end.isPresent()) {
          return end.get();
        }
      }
    }
    return cutOff(problem("no-end", "the stream ended before its response"));
  }

  private Optional<AttemptOutcome> event(String name, JsonNode event) throws IOException {
    String type = event.path("type").asString(name);
    switch (type) {
      case "response.image_generation_call.partial_image" -> previews.told(event);
      case "response.output_item.done" -> items.add(event.path("item"));
      case "error" -> {
        return Optional.of(failed(event));
      }
      case "response.completed",
          "response.failed",
          "response.incomplete",
          "response.cancelled",
          "response.done" -> {
        return Optional.of(ended(type.substring("response.".length()), event.path("response")));
      }
      default -> {
        if (event.path("error").isObject()) {
          return Optional.of(failed(event));
        }
      }
    }
    return Optional.empty();
  }

  /** A response that came as one JSON. */
  private AttemptOutcome whole(JsonNode response) throws IOException {
    String status = response.path("status").asString("");
    return status.equals("queued") || status.equals("in_progress")
        ? problem("no-end", "the response is still " + status)
        : ended(status, response);
  }

  private AttemptOutcome ended(String status, JsonNode response) throws IOException {
    response.path("output").forEach(items::add);
    return switch (response.path("status").asString(status)) {
      case "incomplete" -> image.come() ? delivered(response) : incomplete(response);
      case "failed", "cancelled" -> failed(items.failed().orElse(response));
      default ->
          image.come()
              ? delivered(response)
              : items.failed().isPresent() || response.path("error").isObject()
                  ? failed(items.failed().orElse(response))
                  : withoutImage();
    };
  }

  private AttemptOutcome delivered(JsonNode response) throws IOException {
    Optional<UpstreamProblem> problem = image.fetch(call, download);
    if (problem.isPresent()) {
      return outcomes.decide(problem.get());
    }
    ImageMetadata told = told(response);
    Statement made = StatedByAnswer.of(items.image().orElse(NOTHING));
    results.stated(
        new Statement(Optional.empty(), told.usage(), made.made())
            .and(StatedByAnswer.textTokens(response.path("usage"))));
    image.complete(told);
    return AttemptOutcome.Succeeded.ALL;
  }

  private ImageMetadata told(JsonNode response) {
    JsonNode item = items.image().orElse(NOTHING);
    String prompt = item.path("revised_prompt").asString("");
    return new ImageMetadata(
        ArrivingImages.usage(response.path("tool_usage").path("image_gen")),
        Optional.of(prompt).filter(text -> !text.isBlank()),
        OptionalLong.empty(),
        List.of(),
        differences(item),
        Differences.admitted(call, item));
  }

  private List<String> differences(JsonNode item) {
    var differences = new ArrayList<>(Differences.of(call, item));
    String ordered = call.request().order().output().size().toString();
    String size = item.path("size").asString("auto");
    if (!size.equals("auto") && !size.equals(ordered)) {
      differences.add("size " + size + " where " + ordered + " was ordered");
    }
    if (items.images() > 1) {
      differences.add(items.images() + " images came where 1 was ordered");
    }
    return differences;
  }

  /** The end did not come. */
  private AttemptOutcome cutOff(AttemptOutcome outcome) throws IOException {
    return image.come() ? delivered(NOTHING) : outcome;
  }

  /** An image that came before the failure is delivered, unless moderation takes it back. */
  private AttemptOutcome failed(JsonNode error) throws IOException {
    AttemptOutcome outcome = outcomes.decide(errors.inside(CallPhase.SUBMIT, error));
    boolean blocked = outcome instanceof Refused refused && refused.blocked().isPresent();
    return image.come() && !blocked ? delivered(NOTHING) : previews.charged(outcome);
  }

  private AttemptOutcome incomplete(JsonNode response) {
    String reason = response.path("incomplete_details").path("reason").asString("no reason given");
    return problem("incomplete", reason);
  }

  private AttemptOutcome withoutImage() {
    return items
        .text()
        .map(text -> problem("text-only", text))
        .orElseGet(() -> problem("no-images", "the response holds no image"));
  }

  private AttemptOutcome problem(String what, String message) {
    return outcomes.decide(errors.seen(CallPhase.SUBMIT, what, message));
  }

  /** Takes the images out of an event or of a whole response. */
  private final class Images implements FieldSpool {
    private static final Pattern RESULT =
        Pattern.compile("/item/result|(?:/response)?/output/\\d{1,4}/result");

    @Override
    public int threshold() {
      return 0;
    }

    @Override
    public Optional<OutputStream> open(String pointer) {
      if (pointer.equals("/partial_image_b64")) {
        return Optional.of(previews.text());
      }
      if (pointer.endsWith("/image_url")) {
        return Optional.of(OutputStream.nullOutputStream()); // what was sent is told again
      }
      return RESULT.matcher(pointer).matches() ? Optional.of(image.text()) : Optional.empty();
    }
  }
}

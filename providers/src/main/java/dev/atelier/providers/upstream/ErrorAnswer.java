package dev.atelier.providers.upstream;

import dev.atelier.http.upstream.UpstreamException;
import dev.atelier.http.upstream.UpstreamResponse;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.JsonLimits;
import dev.atelier.http.wire.JsonReader;
import dev.atelier.http.wire.MalformedJsonException;
import dev.atelier.image.Blocked.Stage;
import dev.atelier.provider.Credential;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Reads what went wrong out of an answer, whichever of the vendors' shapes it has: {@code
 * error.code}, {@code errors[0]}, {@code status.error_code}, {@code detail}, or the code at the
 * top. What is kept holds no credential.
 */
public final class ErrorAnswer {
  private static final int BODY_MAX = 64 << 10;
  private static final int MESSAGE_MAX = 300;
  private static final int WORD_MAX = 64;
  private static final Pattern SECRETS =
      Pattern.compile("\\b(?:sk|org|proj|key|atl|req)[-_][A-Za-z0-9*_.…-]{3,}");
  private static final Pattern VIOLATIONS = Pattern.compile("safety_violations=\\[([^\\]]*)]");

  private final Credential credential;
  private final InstantSource clock;

  /**
   * @param credential the account's own, which no message keeps
   */
  public ErrorAnswer(Credential credential, InstantSource clock) {
    this.credential = credential;
    this.clock = clock;
  }

  /** Of an answer that is no success; its body is cut off after 64 KiB. */
  public UpstreamProblem read(CallPhase phase, UpstreamResponse response) throws IOException {
    String what = Integer.toString(response.status());
    byte[] body = body(response);
    try {
      JsonNode json =
          JsonReader.parse(new ByteArrayInputStream(body), JsonLimits.DEFAULT, FieldSpool.NONE);
      if (json.isObject() || json.isArray()) {
        return problem(phase, what, json, Optional.of(response));
      }
    } catch (MalformedJsonException e) {
      // a page of a proxy, or nothing
    }
    String type = response.header("content-type").orElse("no content type");
    String said = "answered " + what + " with " + type.replaceAll(";.*", "") + ", no JSON";
    return new UpstreamProblem(
        phase,
        what,
        false,
        List.of(),
        said,
        RetryHints.of(response, "", clock.instant()),
        Optional.empty(),
        List.of());
  }

  /** Of an error inside an answer of status 200, or in an event. */
  public UpstreamProblem inside(CallPhase phase, JsonNode json) {
    return problem(phase, "error", json, Optional.empty());
  }

  /** Of what an answer of status 200 shows without calling it an error. */
  public UpstreamProblem seen(CallPhase phase, String what, String message) {
    return UpstreamProblem.of(phase, what, clean(message));
  }

  private UpstreamProblem problem(
      CallPhase phase, String what, JsonNode json, Optional<UpstreamResponse> response) {
    String message = clean(message(json));
    return new UpstreamProblem(
        phase,
        what,
        true,
        codes(json),
        message,
        response.flatMap(answer -> RetryHints.of(answer, message, clock.instant())),
        stage(json),
        categories(json, message));
  }

  private static byte[] body(UpstreamResponse response) throws IOException {
    try {
      return response.body().readNBytes(BODY_MAX);
    } catch (UpstreamException e) {
      return new byte[0]; // the status has come and counts, but it is not a complete answer
    }
  }

  /** Where the error itself stands. */
  private static List<JsonNode> places(JsonNode json) {
    var places = new ArrayList<JsonNode>();
    Stream.of(
            json.path("error"),
            json.path("errors").path(0),
            json.path("provider_error"),
            json.path("status"),
            json.isArray() ? json.path(0) : json)
        .filter(JsonNode::isObject)
        .forEach(places::add);
    return places;
  }

  private List<String> codes(JsonNode json) {
    Set<String> codes = new LinkedHashSet<>();
    for (JsonNode place : places(json)) {
      for (String name : List.of("code", "error_code", "type", "error_type")) {
        JsonNode value = place.path(name);
        if (value.isValueNode() && !value.isNull() && !value.asString().isBlank()) {
          codes.add(word(value.asString()));
        }
      }
      JsonNode inner = place.path("innererror").path("code");
      if (inner.isString()) {
        codes.add(word(inner.asString()));
      }
    }
    codes.removeIf(code -> code.equals("error"));
    return List.copyOf(codes);
  }

  private static String message(JsonNode json) {
    for (JsonNode place : places(json)) {
      for (String name : List.of("message", "error_message", "detail", "error")) {
        if (place.path(name).isString() && !place.path(name).asString().isBlank()) {
          return place.path(name).asString();
        }
      }
    }
    return "";
  }

  private static Optional<Stage> stage(JsonNode json) {
    return switch (json.path("error")
        .path("moderation_details")
        .path("moderation_stage")
        .asString("")) {
      case "input" -> Optional.of(Stage.INPUT);
      case "output" -> Optional.of(Stage.OUTPUT);
      default -> Optional.empty();
    };
  }

  private List<String> categories(JsonNode json, String message) {
    var categories = new ArrayList<String>();
    json.path("error")
        .path("moderation_details")
        .path("categories")
        .forEach(one -> categories.add(word(one.asString(""))));
    Matcher matcher = VIOLATIONS.matcher(message);
    if (categories.isEmpty() && matcher.find()) {
      Stream.of(matcher.group(1).split(",")).map(String::strip).forEach(categories::add);
    }
    categories.removeIf(String::isEmpty);
    return categories;
  }

  private String clean(String message) {
    return cut(SECRETS.matcher(known(message)).replaceAll("…"), MESSAGE_MAX);
  }

  /** A code of its own may look like a key, such as {@code request-id-required}. */
  private String word(String code) {
    return cut(known(code), WORD_MAX);
  }

  private String known(String text) {
    return credential.hide(text).replaceAll("\\p{Cntrl}+", " ");
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 1) + "…";
  }
}

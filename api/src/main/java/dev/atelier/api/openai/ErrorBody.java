package dev.atelier.api.openai;

import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.Blocked;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/**
 * One error as this API writes it, with the headers that go with it.
 *
 * @param retry whether the vendors' SDKs, which repeat 408, 409, 429 and 5xx, shall
 */
public record ErrorBody(
    int status,
    String type,
    Optional<String> code,
    Optional<String> param,
    String message,
    Retry retry,
    Optional<Blocked> moderation) {

  /** A refusal of the request itself, which no SDK repeats. */
  public static ErrorBody invalidRequest(int status, String message) {
    return of(status, "invalid_request_error", message);
  }

  public static ErrorBody of(int status, String type, String message) {
    return new ErrorBody(
        status, type, Optional.empty(), Optional.empty(), message, Retry.UNSAID, Optional.empty());
  }

  public ErrorBody code(String other) {
    return new ErrorBody(status, type, Optional.of(other), param, message, retry, moderation);
  }

  public ErrorBody type(String other) {
    return new ErrorBody(status, other, code, param, message, retry, moderation);
  }

  public ErrorBody param(String other) {
    return new ErrorBody(status, type, code, Optional.of(other), message, retry, moderation);
  }

  ErrorBody never() {
    return new ErrorBody(status, type, code, param, message, new Retry.Never(), moderation);
  }

  ErrorBody after(Duration wait) {
    return new ErrorBody(status, type, code, param, message, new Retry.After(wait), moderation);
  }

  ErrorBody moderation(Blocked blocked) {
    return new ErrorBody(status, type, code, param, message, retry, Optional.of(blocked));
  }

  /** The body of an HTTP error. */
  public byte[] json() {
    return bytes(out -> {
      var json = new JsonWriterStream(out).beginObject().name("error");
      write(json);
      json.endObject();
    });
  }

  /** The data of an error event in a stream. */
  public void writeEvent(OutputStream out) throws IOException {
    var json = new JsonWriterStream(out).beginObject().field("type", "error").name("error");
    write(json);
    json.endObject();
  }

  /** The error object itself. */
  public void write(JsonWriterStream json) throws IOException {
    json.beginObject().field("message", message).field("type", type);
    nullable(json, "param", param);
    nullable(json, "code", code);
    if (moderation.isPresent()) {
      json.name("moderation_details").beginObject();
      json.field("moderation_stage", RenderFault.word(moderation.get().stage()));
      json.name("categories").beginArray();
      for (String category : moderation.get().categories()) {
        json.string(category);
      }
      json.endArray().endObject();
    }
    json.endObject();
  }

  private static void nullable(JsonWriterStream json, String name, Optional<String> value)
      throws IOException {
    json.name(name);
    if (value.isPresent()) {
      json.string(value.get());
    } else {
      json.nothing();
    }
  }

  private static byte[] bytes(Writing writing) {
    var bytes = new ByteArrayOutputStream();
    try {
      writing.to(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /** What an error says about repeating the request. */
  public sealed interface Retry {
    Retry UNSAID = new Unsaid();

    /** The status alone decides. */
    record Unsaid() implements Retry {}

    /** Repeating is useless, or would pay twice. */
    record Never() implements Retry {}

    record After(Duration delay) implements Retry {}
  }
}

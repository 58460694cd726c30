package dev.atelier.api.apimart;

import dev.atelier.http.wire.JsonWriterStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/**
 * An error of this API.
 *
 * @param word stands for the status in {@code code}, where there is one
 */
record ErrorBody(
    int status,
    String type,
    Optional<String> word,
    Optional<String> param,
    String message,
    Optional<Duration> retryAfter) {
  static final String INVALID_REQUEST = "invalid_request_error";

  static ErrorBody of(int status, String type, String message) {
    return new ErrorBody(
        status, type, Optional.empty(), Optional.empty(), message, Optional.empty());
  }

  static ErrorBody invalid(int status, String message) {
    return of(status, INVALID_REQUEST, message);
  }

  ErrorBody word(String other) {
    return new ErrorBody(status, type, Optional.of(other), param, message, retryAfter);
  }

  ErrorBody param(String other) {
    return new ErrorBody(status, type, word, Optional.of(other), message, retryAfter);
  }

  ErrorBody after(Duration wait) {
    return new ErrorBody(status, type, word, param, message, Optional.of(wait));
  }

  byte[] json() {
    var bytes = new ByteArrayOutputStream();
    try {
      var json = new JsonWriterStream(bytes).beginObject();
      write(json);
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The {@code error} member of an answer, or of a task in it. */
  void write(JsonWriterStream json) throws IOException {
    json.name("error").beginObject().name("code");
    if (word.isPresent()) {
      json.string(word.get());
    } else {
      json.number(status);
    }
    json.field("message", message).field("type", type);
    if (param.isPresent()) {
      json.field("param", param.get());
    }
    json.endObject();
  }
}

package dev.atelier.api.seaart;

import dev.atelier.api.seaart.RenderFault.Failure;
import dev.atelier.http.wire.JsonWriterStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/** An error in one of this API's three shapes. */
record ErrorBody(int status, Shape shape, Optional<Duration> retryAfter) {

  /** {@code {"detail": …}}: from the queue. */
  static ErrorBody detail(int status, String text) {
    return new ErrorBody(status, new Shape.Queue(text, Optional.empty()), Optional.empty());
  }

  /** The same with what the status of a task that failed calls it. */
  static ErrorBody failed(int status, Failure failure) {
    return new ErrorBody(
        status, new Shape.Queue(failure.error(), Optional.of(failure.type())), Optional.empty());
  }

  /** {@code {"error": {…}, "request_id": …}}: from the gateway in front of it. */
  static ErrorBody gateway(int status, String code, String message) {
    return new ErrorBody(status, new Shape.Gateway(code, message), Optional.empty());
  }

  /** {@code {"status": {…}, "data": null}}: from the accounts. */
  static ErrorBody account(int status, String message, int errorCode) {
    return new ErrorBody(status, new Shape.Account(message, errorCode), Optional.empty());
  }

  ErrorBody after(Duration wait) {
    return new ErrorBody(status, shape, Optional.of(wait));
  }

  /** What the access log notes. */
  String code() {
    return switch (shape) {
      case Shape.Queue _ -> Integer.toString(status);
      case Shape.Gateway(var code, _) -> code;
      case Shape.Account(_, int errorCode) -> Integer.toString(errorCode);
    };
  }

  byte[] json(String requestId) {
    var bytes = new ByteArrayOutputStream();
    try {
      var json = new JsonWriterStream(bytes).beginObject();
      switch (shape) {
        case Shape.Queue(var text, var type) -> {
          json.field("detail", text);
          if (type.isPresent()) {
            json.field("error_type", type.get());
          }
        }
        case Shape.Gateway(var code, var message) ->
            json.name("error")
                .beginObject()
                .field("code", code)
                .field("message", message)
                .endObject()
                .field("request_id", requestId);
        case Shape.Account(var message, int errorCode) ->
            json.name("status")
                .beginObject()
                .field("code", status)
                .field("message", message)
                .field("error_code", errorCode)
                .endObject()
                .name("data")
                .nothing();
      }
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  sealed interface Shape {
    record Queue(String text, Optional<String> type) implements Shape {}

    record Gateway(String code, String message) implements Shape {}

    record Account(String message, int errorCode) implements Shape {}
  }
}

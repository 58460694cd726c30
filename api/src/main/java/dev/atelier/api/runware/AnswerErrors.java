package dev.atelier.api.runware;

import dev.atelier.api.JsonBody;
import dev.atelier.api.RetryAfter;
import dev.atelier.api.TransportErrors;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Answers an HTTP call that failed as a whole. */
final class AnswerErrors extends TransportErrors {
  @Override
  public void refuse(Exchange exchange, Fault fault) throws IOException {
    TaskError error = RenderFault.render(fault);
    boolean key =
        fault instanceof AdmissionFault.MissingKey || fault instanceof AdmissionFault.UnknownKey;
    answer(
        exchange,
        key ? error.of(new TaskHead(Optional.of(Authentication.TYPE), Optional.empty())) : error);
  }

  @Override
  protected void noSuchPath(Exchange exchange, String advice) throws IOException {
    answer(
        exchange,
        TaskError.of(404, "invalidRequestPath", "There is nothing at this path." + advice));
  }

  @Override
  protected void unreadable(Exchange exchange, int status, String reason) throws IOException {
    answer(exchange, TaskError.of(status, "invalidRequestBody", reason));
  }

  private static void answer(Exchange exchange, TaskError error) throws IOException {
    var bytes = new ByteArrayOutputStream();
    begin(exchange, error);
    writeFailed(List.of(error), new JsonWriterStream(bytes));
    exchange.respond(error.status(), JsonBody.MEDIA_TYPE, bytes.toByteArray());
  }

  static void begin(Exchange exchange, TaskError error) {
    exchange.note("error", error.code());
    error.retryAfter().ifPresent(wait -> RetryAfter.set(exchange, wait));
  }

  /** The whole body: one of the vendor's clients reads the one error alone. */
  static void writeFailed(List<TaskError> errors, JsonWriterStream json) throws IOException {
    json.beginObject().name("data").beginArray().endArray().name("errors").beginArray();
    for (TaskError error : errors) {
      error.write(json);
    }
    json.endArray().name("error");
    errors.getFirst().write(json);
    json.endObject();
  }
}

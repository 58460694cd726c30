package dev.atelier.api.seaart;

import dev.atelier.api.RetryAfter;
import dev.atelier.http.server.ErrorRenderer;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.HttpError;
import dev.atelier.image.Fault;
import java.io.IOException;

/** Answers with an error: a fault of ours, or what the transport refused, in this API's shapes. */
final class AnswerErrors implements ErrorRenderer {
  @Override
  public void render(Exchange exchange, HttpError error) throws IOException {
    answer(exchange, body(error));
  }

  void answer(Exchange exchange, Fault fault) throws IOException {
    answer(exchange, RenderFault.render(fault));
  }

  void answer(Exchange exchange, ErrorBody body) throws IOException {
    exchange.note("error", body.code());
    body.retryAfter().ifPresent(wait -> RetryAfter.set(exchange, wait));
    exchange.respond(body.status(), "application/json", body.json(exchange.requestId()));
  }

  private static ErrorBody body(HttpError error) {
    return switch (error) {
      case HttpError.NotFound _ -> ErrorBody.detail(404, "Not Found");
      case HttpError.MethodNotAllowed(var allow) ->
          RenderFault.render(new Fault.MethodNotAllowed(String.join(", ", allow)));
      case HttpError.BodyTooLarge(var max) -> RenderFault.render(new Fault.BodyTooLarge(max));
      case HttpError.BadRequest(var reason, int status) -> ErrorBody.detail(status, reason);
      case HttpError.Draining(var retryAfter) ->
          RenderFault.render(new Fault.Unavailable("the server is stopping", retryAfter));
      case HttpError.Failure _ -> RenderFault.render(new Fault.Internal());
    };
  }
}

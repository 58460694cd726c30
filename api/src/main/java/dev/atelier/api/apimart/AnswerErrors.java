package dev.atelier.api.apimart;

import dev.atelier.api.RetryAfter;
import dev.atelier.http.server.ErrorRenderer;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.HttpError;
import dev.atelier.image.Fault;
import java.io.IOException;

/** Answers with an error: a fault of ours, or what the transport refused, in the same shape. */
final class AnswerErrors implements ErrorRenderer {
  @Override
  public void render(Exchange exchange, HttpError error) throws IOException {
    answer(exchange, body(error, Language.of(exchange)));
  }

  void answer(Exchange exchange, Fault fault) throws IOException {
    answer(exchange, RenderFault.render(fault, Language.of(exchange)));
  }

  private static void answer(Exchange exchange, ErrorBody body) throws IOException {
    exchange.note("error", body.word().orElse(body.type()));
    Version.echo(exchange);
    body.retryAfter().ifPresent(wait -> RetryAfter.set(exchange, wait));
    exchange.respond(body.status(), "application/json", body.json());
  }

  private static ErrorBody body(HttpError error, Language language) {
    return switch (error) {
      case HttpError.NotFound _ -> ErrorBody.invalid(404, "no such path");
      case HttpError.MethodNotAllowed(var allow) ->
          RenderFault.render(new Fault.MethodNotAllowed(String.join(", ", allow)), language);
      case HttpError.BodyTooLarge(var max) ->
          RenderFault.render(new Fault.BodyTooLarge(max), language);
      case HttpError.BadRequest(var reason, int status) -> ErrorBody.invalid(status, reason);
      case HttpError.Draining(var retryAfter) ->
          RenderFault.render(new Fault.Unavailable("the server is stopping", retryAfter), language);
      case HttpError.Failure _ -> RenderFault.render(new Fault.Internal(), language);
    };
  }
}

package dev.atelier.api.atelier;

import dev.atelier.api.RetryAfter;
import dev.atelier.http.server.ErrorRenderer;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.HttpError;
import dev.atelier.image.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers with a problem: a fault of ours, or what the transport refused, in the same shape. */
final class AnswerErrors implements ErrorRenderer {
  @Override
  public void render(Exchange exchange, HttpError error) throws IOException {
    answer(exchange, problem(error));
  }

  void answer(Exchange exchange, Fault fault) throws IOException {
    answer(exchange, RenderFault.render(fault));
  }

  void answer(Exchange exchange, ProblemBody problem) throws IOException {
    exchange.note("error", problem.code());
    if (problem.status() == 401) {
      exchange.setHeader("WWW-Authenticate", "Bearer");
    }
    problem.retryAfter().ifPresent(wait -> RetryAfter.set(exchange, wait));
    byte[] body =
        problem
            .json()
            .put("request_id", exchange.requestId())
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    exchange.respond(problem.status(), ProblemBody.MEDIA_TYPE, body);
  }

  private static ProblemBody problem(HttpError error) {
    return switch (error) {
      case HttpError.NotFound _ -> RenderFault.notFound("There is no such path.");
      case HttpError.MethodNotAllowed(var allow) ->
          RenderFault.render(new Fault.MethodNotAllowed(String.join(", ", allow)));
      case HttpError.BodyTooLarge(var max) -> RenderFault.render(new Fault.BodyTooLarge(max));
      case HttpError.BadRequest(var reason, int status) -> RenderFault.unreadable(status, reason);
      case HttpError.Draining(var retryAfter) ->
          RenderFault.render(new Fault.Unavailable("the server is stopping", retryAfter));
      case HttpError.Failure _ -> RenderFault.render(new Fault.Internal());
    };
  }
}

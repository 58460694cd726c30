package dev.atelier.api.openai;

import dev.atelier.api.RetryAfter;
import dev.atelier.http.server.ErrorRenderer;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.HttpError;
import dev.atelier.image.Fault;
import java.io.IOException;
import java.time.Duration;

/** Answers with an error: a fault of ours, or what the transport refused, in the same shape. */
final class AnswerErrors implements ErrorRenderer {
  @Override
  public void render(Exchange exchange, HttpError error) throws IOException {
    CommonHeaders.set(exchange, Duration.ZERO);
    answer(exchange, body(exchange, error));
  }

  void answer(Exchange exchange, Fault fault) throws IOException {
    answer(exchange, RenderFault.render(fault, exchange.requestId()));
  }

  void answer(Exchange exchange, ErrorBody body) throws IOException {
    exchange.note("error", body.code().orElse(body.type()));
    if (body.status() == 401) {
      exchange.setHeader("WWW-Authenticate", "Bearer realm=\"OpenAI API\"");
    }
    switch (body.retry()) {
      case ErrorBody.Retry.Unsaid _ -> {
        // the status says enough
      }
      case ErrorBody.Retry.Never _ -> exchange.setHeader("x-should-retry", "false");
      case ErrorBody.Retry.After(var wait) -> {
        RetryAfter.set(exchange, wait);
        exchange.setHeader("retry-after-ms", Long.toString(Math.max(1, wait.toMillis())));
      }
    }
    exchange.respond(body.status(), "application/json", body.json());
  }

  private static ErrorBody body(Exchange exchange, HttpError error) {
    return switch (error) {
      case HttpError.NotFound _ ->
          ErrorBody.invalidRequest(
                  404,
                  "Invalid URL (%s %s)"
                      .formatted(exchange.method(), RenderProblem.shown(exchange.path())))
              .code("unknown_url");
      case HttpError.MethodNotAllowed(var allow) ->
          fault(exchange, new Fault.MethodNotAllowed(String.join(", ", allow)));
      case HttpError.BodyTooLarge(var max) -> fault(exchange, new Fault.BodyTooLarge(max));
      case HttpError.BadRequest(var reason, int status) ->
          ErrorBody.invalidRequest(status, "We could not read your request: " + reason + ".");
      case HttpError.Draining(var retryAfter) ->
          fault(exchange, new Fault.Unavailable("the server is stopping", retryAfter));
      case HttpError.Failure _ -> fault(exchange, new Fault.Internal());
    };
  }

  private static ErrorBody fault(Exchange exchange, Fault fault) {
    return RenderFault.render(fault, exchange.requestId());
  }
}

package dev.atelier.api.openai;

import dev.atelier.api.ProblemWords;
import dev.atelier.api.RetryAfter;
import dev.atelier.api.TransportErrors;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.Fault;
import dev.atelier.metering.key.Principal;
import java.io.IOException;

/** Answers with an error: a fault of ours, or what the transport refused, in the same shape. */
public final class AnswerErrors extends TransportErrors {
  @Override
  public void begin(Exchange exchange) {
    CommonHeaders.set(exchange);
  }

  @Override
  public void known(Exchange exchange, Principal principal) {
    CommonHeaders.set(exchange, principal);
  }

  @Override
  public void refuse(Exchange exchange, Fault fault) throws IOException {
    CommonHeaders.set(exchange);
    RateLimitHeaders.set(exchange, fault);
    answer(exchange, RenderFault.render(fault, exchange.requestId()));
  }

  @Override
  protected void noSuchPath(Exchange exchange, String advice) throws IOException {
    answer(
        exchange,
        ErrorBody.invalidRequest(
                404,
                "Invalid URL (%s %s).%s"
                    .formatted(exchange.method(), ProblemWords.shown(exchange.path()), advice))
            .code("unknown_url"));
  }

  @Override
  protected void unreadable(Exchange exchange, int status, String reason) throws IOException {
    answer(
        exchange,
        ErrorBody.invalidRequest(status, "We could not read your request: " + reason + "."));
  }

  /** Answers with an error that was rendered. */
  public void answer(Exchange exchange, ErrorBody body) throws IOException {
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
}

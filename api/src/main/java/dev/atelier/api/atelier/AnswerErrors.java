package dev.atelier.api.atelier;

import dev.atelier.api.RetryAfter;
import dev.atelier.api.TransportErrors;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers with a problem: a fault of ours, or what the transport refused, in the same shape. */
final class AnswerErrors extends TransportErrors {
  @Override
  public void refuse(Exchange exchange, Fault fault) throws IOException {
    answer(exchange, RenderFault.render(fault));
  }

  @Override
  protected void noSuchPath(Exchange exchange, String advice) throws IOException {
    answer(exchange, RenderFault.notFound("There is no such path." + advice));
  }

  @Override
  protected void unreadable(Exchange exchange, int status, String reason) throws IOException {
    answer(exchange, RenderFault.unreadable(status, reason));
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
}

package dev.atelier.api.apimart;

import dev.atelier.api.RetryAfter;
import dev.atelier.api.TransportErrors;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.Fault;
import java.io.IOException;

/** Answers with an error: a fault of ours, or what the transport refused, in the same shape. */
final class AnswerErrors extends TransportErrors {
  @Override
  public void refuse(Exchange exchange, Fault fault) throws IOException {
    answer(exchange, RenderFault.render(fault, Language.of(exchange)));
  }

  @Override
  protected void noSuchPath(Exchange exchange, String advice) throws IOException {
    answer(exchange, ErrorBody.invalid(404, "no such path." + advice));
  }

  @Override
  protected void unreadable(Exchange exchange, int status, String reason) throws IOException {
    answer(exchange, ErrorBody.invalid(status, reason));
  }

  private static void answer(Exchange exchange, ErrorBody body) throws IOException {
    exchange.note("error", body.word().orElse(body.type()));
    Version.echo(exchange);
    body.retryAfter().ifPresent(wait -> RetryAfter.set(exchange, wait));
    exchange.respond(body.status(), "application/json", body.json());
  }
}

package dev.atelier.api.seaart;

import dev.atelier.api.RetryAfter;
import dev.atelier.api.TransportErrors;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.Fault;
import java.io.IOException;

/** Answers with an error: a fault of ours, or what the transport refused, in this API's shapes. */
final class AnswerErrors extends TransportErrors {
  @Override
  public void refuse(Exchange exchange, Fault fault) throws IOException {
    answer(exchange, RenderFault.render(fault));
  }

  @Override
  protected void noSuchPath(Exchange exchange, String advice) throws IOException {
    answer(exchange, ErrorBody.detail(404, "Not Found." + advice));
  }

  @Override
  protected void unreadable(Exchange exchange, int status, String reason) throws IOException {
    answer(exchange, ErrorBody.detail(status, reason));
  }

  void answer(Exchange exchange, ErrorBody body) throws IOException {
    exchange.note("error", body.code());
    body.retryAfter().ifPresent(wait -> RetryAfter.set(exchange, wait));
    exchange.respond(body.status(), "application/json", body.json(exchange.requestId()));
  }
}

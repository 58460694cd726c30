package dev.atelier.api.responses;

import dev.atelier.api.Endpoint;
import dev.atelier.api.openai.AnswerErrors;
import dev.atelier.api.openai.CommonHeaders;
import dev.atelier.api.openai.ErrorBody;
import dev.atelier.api.openai.RateLimitHeaders;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.Fault;
import dev.atelier.metering.key.Principal;
import java.io.IOException;

/** Answers with an error in this API's words, and with the headers that OpenAI's answers have. */
final class AnswerFaults implements Endpoint.Answers {
  private final AnswerErrors errors = new AnswerErrors();

  @Override
  public void begin(Exchange exchange) {
    errors.begin(exchange);
  }

  @Override
  public void known(Exchange exchange, Principal principal) {
    errors.known(exchange, principal);
  }

  @Override
  public void refuse(Exchange exchange, Fault fault) throws IOException {
    RateLimitHeaders.set(exchange, fault);
    answer(exchange, RenderFault.render(fault, exchange.requestId()));
  }

  /** An action whose refusals are answered too. */
  Endpoint.Action with(Endpoint.Action action) {
    return (exchange, principal) -> {
      try {
        action.answer(exchange, principal);
      } catch (Refusal e) {
        answer(exchange, e.error());
      }
    };
  }

  private void answer(Exchange exchange, ErrorBody error) throws IOException {
    CommonHeaders.set(exchange);
    errors.answer(exchange, error);
  }
}

package dev.atelier.api;

import dev.atelier.api.read.Dollars;
import dev.atelier.gateway.submit.CostLimit;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.util.Optional;

/**
 * The headers by which a caller of any API says what its order may cost: {@code x-atelier-max-cost:
 * 0.25}, the most for all of it in US dollars, and {@code x-atelier-quote}, the id of a quote. An
 * order that may cost more, or that has another price, is refused before anything is spent.
 */
public record CostHeaders(Optional<String> maxCost, Optional<String> quote) {
  public static final String MAX_COST = "x-atelier-max-cost";
  public static final String QUOTE = "x-atelier-quote";

  public static CostHeaders of(Exchange exchange) {
    return new CostHeaders(exchange.header(MAX_COST), exchange.header(QUOTE));
  }

  /**
   * What they say.
   *
   * @throws FaultException an invalid field
   */
  public CostLimit limit() {
    return new CostLimit(
        maxCost.map(CostHeaders::micros), quote.map(String::strip).filter(id -> !id.isEmpty()));
  }

  private static long micros(String text) {
    return Dollars.micros(text.strip())
        .filter(micros -> micros >= 0)
        .orElseThrow(() ->
            new FaultException(
                new RequestFault.InvalidField(
                    MAX_COST, new Problem.Other("US dollars such as 0.25 expected."))));
  }
}

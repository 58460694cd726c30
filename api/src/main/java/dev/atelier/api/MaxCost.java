package dev.atelier.api;

import dev.atelier.api.read.Dollars;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;

/**
 * The header by which a caller of any API says how much its order may cost in all, in US dollars:
 * {@code x-atelier-max-cost: 0.25}. An order that may cost more is refused before anything is
 * spent.
 */
final class MaxCost {
  private static final String HEADER = "x-atelier-max-cost";

  private MaxCost() {}

  /**
   * The order, bounded as the header says, if there is one.
   *
   * @throws FaultException an invalid field
   */
  static JobOrder of(Exchange exchange, JobOrder order) {
    return exchange
        .header(HEADER)
        .map(text ->
            order.upTo(
                Dollars.micros(text.strip())
                    .filter(micros -> micros >= 0)
                    .or(() -> {
                      throw new FaultException(
                          new RequestFault.InvalidField(
                              HEADER, new Problem.Other("US dollars such as 0.25 expected.")));
                    })))
        .orElse(order);
  }
}

package dev.atelier.api.apimart;

import dev.atelier.api.Repetition;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.Fault;
import dev.atelier.image.Fault.Problem;
import dev.atelier.image.FaultException;
import java.util.regex.Pattern;

/** This API's rule for the key of a repeated submission (APIMart, 4.1). */
final class IdempotencyKey {
  private static final String HEADER = "Idempotency-Key";
  private static final Pattern WRITTEN = Pattern.compile("[!-~]{1,191}");

  private IdempotencyKey() {}

  /**
   * @throws FaultException {@link Fault.InvalidField} unless it is 1 to 191 visible ASCII
   *     characters
   */
  static Repetition of(Exchange exchange) {
    Repetition repetition = Repetition.of(exchange);
    if (exchange.header(HEADER).isPresent()
        && repetition.key().filter(key -> WRITTEN.matcher(key).matches()).isEmpty()) {
      throw Fault.invalid(HEADER, new Problem.Other("expected 1 to 191 visible ASCII characters."));
    }
    return repetition;
  }
}

package dev.atelier.api.apimart;

import dev.atelier.api.RetryHeaders;
import dev.atelier.gateway.submit.ClientRetry;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.util.regex.Pattern;

/** This API's rule for the key of a repeated submission. */
final class IdempotencyKey {
  private static final String HEADER = "Idempotency-Key";
  private static final Pattern WRITTEN = Pattern.compile("[!-~]{1,191}");

  private IdempotencyKey() {}

  /**
   * @throws FaultException {@link RequestFault.InvalidField} unless it is 1 to 191 visible ASCII
   *     characters
   */
  static ClientRetry of(Exchange exchange) {
    ClientRetry retry = RetryHeaders.of(exchange);
    if (exchange.header(HEADER).isPresent()
        && retry.idempotencyKey().filter(key -> WRITTEN.matcher(key).matches()).isEmpty()) {
      throw RequestFault.invalid(
          HEADER, new Problem.Other("expected 1 to 191 visible ASCII characters."));
    }
    return retry;
  }
}

package dev.atelier.api;

import dev.atelier.gateway.submit.ClientRetry;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads how a request says that it may have been sent before: by {@code Idempotency-Key}, 1 to 255
 * characters, or by {@code X-Stainless-Retry-Count}, as the vendors' SDKs count. Read it before the
 * body, so that a slow request is known by when it came.
 */
public final class RetryHeaders {
  private static final String KEY = "Idempotency-Key";
  private static final int KEY_MAX = 255;
  private static final Pattern COUNT = Pattern.compile("0*([0-9]{1,4})");

  private RetryHeaders() {}

  /**
   * @throws FaultException {@code InvalidField} for a key that is too long
   */
  public static ClientRetry of(Exchange exchange) {
    Optional<String> key = exchange.header(KEY).map(String::strip).filter(text -> !text.isEmpty());
    key.filter(text -> text.length() > KEY_MAX)
        .ifPresent(text -> {
          throw RequestFault.invalid(KEY, new Problem.TooLong(KEY_MAX, text.length()));
        });
    return new ClientRetry(key, count(exchange), exchange.received());
  }

  private static int count(Exchange exchange) {
    return exchange
        .header("X-Stainless-Retry-Count")
        .map(text -> COUNT.matcher(text.strip()))
        .filter(matcher -> matcher.matches())
        .map(matcher -> Integer.parseInt(matcher.group(1)))
        .orElse(0);
  }
}

package dev.atelier.api;

import dev.atelier.http.server.Exchange;
import dev.atelier.image.Fault;
import dev.atelier.image.Fault.Problem;
import dev.atelier.image.FaultException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a request says that it may have been sent before.
 *
 * @param key the {@code Idempotency-Key} header, 1 to 255 characters
 * @param repeat whether {@code X-Stainless-Retry-Count} is 1 or more, as the vendors' SDKs count
 */
public record Repetition(Optional<String> key, boolean repeat) {
  private static final String KEY = "Idempotency-Key";
  private static final int KEY_MAX = 255;
  private static final Pattern REPEATED = Pattern.compile("0*[1-9][0-9]*");

  /**
   * @throws FaultException {@code InvalidField} for a key that is too long
   */
  public static Repetition of(Exchange exchange) {
    Optional<String> key = exchange.header(KEY).map(String::strip).filter(text -> !text.isEmpty());
    key.filter(text -> text.length() > KEY_MAX)
        .ifPresent(text -> {
          throw Fault.invalid(KEY, new Problem.TooLong(KEY_MAX, text.length()));
        });
    return new Repetition(
        key,
        exchange
            .header("X-Stainless-Retry-Count")
            .filter(count -> REPEATED.matcher(count.strip()).matches())
            .isPresent());
  }
}

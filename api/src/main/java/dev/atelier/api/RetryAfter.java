package dev.atelier.api;

import dev.atelier.http.server.Exchange;
import java.time.Duration;

/** The {@code Retry-After} header: whole seconds, at least one, never less than the wait. */
public final class RetryAfter {
  private RetryAfter() {}

  public static void set(Exchange exchange, Duration wait) {
    exchange.setHeader("Retry-After", Long.toString(seconds(wait)));
  }

  /** As the header says it. */
  public static long seconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }
}

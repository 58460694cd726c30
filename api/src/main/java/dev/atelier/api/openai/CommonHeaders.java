package dev.atelier.api.openai;

import dev.atelier.http.server.Exchange;
import dev.atelier.metering.key.Principal;

/**
 * The headers of every answer (https://platform.openai.com/docs/api-reference/debugging-requests).
 * The server itself sets {@code x-request-id}.
 */
public final class CommonHeaders {
  private CommonHeaders() {}

  /** Those of every answer, with the time it took so far. */
  public static void set(Exchange exchange) {
    exchange.setHeader("openai-version", "2020-10-01");
    exchange.setHeader("openai-processing-ms", Long.toString(exchange.elapsed().toMillis()));
    exchange.setHeader("X-Content-Type-Options", "nosniff");
  }

  /** Those of an answer to someone known. */
  static void set(Exchange exchange, Principal principal) {
    exchange.setHeader("openai-organization", principal.tenant().value());
    exchange.setHeader("openai-project", "default");
  }
}

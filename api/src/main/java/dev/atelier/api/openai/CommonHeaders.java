package dev.atelier.api.openai;

import dev.atelier.http.server.Exchange;
import dev.atelier.metering.Principal;
import java.time.Duration;

/**
 * The headers of every answer (OpenAI Images, 6.1). The server itself sets {@code x-request-id}.
 */
final class CommonHeaders {
  private CommonHeaders() {}

  /**
   * @param took what the answer took so far
   */
  static void set(Exchange exchange, Duration took) {
    exchange.setHeader("openai-version", "2020-10-01");
    exchange.setHeader("openai-processing-ms", Long.toString(Math.max(0, took.toMillis())));
    exchange.setHeader("Access-Control-Expose-Headers", "X-Request-ID");
    exchange.setHeader("X-Content-Type-Options", "nosniff");
  }

  /** Those of an answer to someone known. */
  static void set(Exchange exchange, Principal principal) {
    exchange.setHeader("openai-organization", principal.tenant().value());
    exchange.setHeader("openai-project", "default");
  }
}

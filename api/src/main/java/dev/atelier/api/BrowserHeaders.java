package dev.atelier.api;

import dev.atelier.http.cors.CorsHeaders;
import java.util.List;

/** The headers by which the APIs' clients and their answers speak, for clients in a browser. */
public final class BrowserHeaders {
  /** With those of HTTP itself. */
  public static final CorsHeaders ALL =
      CorsHeaders.STANDARD.with(
          List.of(
              "api-key",
              "x-api-key",
              "Idempotency-Key",
              CostHeaders.MAX_COST,
              CostHeaders.QUOTE,
              "x-request-id",
              "x-client-request-id",
              "traceparent",
              "tracestate",
              "x-ms-client-request-id",
              "x-ms-useragent",
              "OpenAI-Organization",
              "OpenAI-Project",
              "OpenAI-Beta",
              "x-stainless-arch",
              "x-stainless-async",
              "x-stainless-custom-poll-interval",
              "x-stainless-helper-method",
              "x-stainless-lang",
              "x-stainless-os",
              "x-stainless-package-version",
              "x-stainless-poll-helper",
              "x-stainless-raw-response",
              "x-stainless-read-timeout",
              "x-stainless-retry-count",
              "x-stainless-runtime",
              "x-stainless-runtime-version",
              "x-stainless-timeout",
              "X-APIMart-Response-Version",
              "X-Webhook-Url",
              "X-Fal-Webhook",
              "HTTP-Referer",
              "X-Title"),
          List.of(
              "x-atelier-job",
              "x-atelier-engine",
              "x-atelier-next-after",
              "openai-processing-ms",
              "openai-version",
              "openai-organization",
              "openai-project",
              "x-should-retry",
              "retry-after-ms",
              "Idempotency-Replayed",
              "X-APIMart-Response-Version"));

  private BrowserHeaders() {}
}

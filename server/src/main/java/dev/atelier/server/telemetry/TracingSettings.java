package dev.atelier.server.telemetry;

import java.net.URI;
import java.util.Map;

/**
 * Where spans are sent and which.
 *
 * @param endpoint base of the collector's OTLP over HTTP; {@code v1/traces} is appended
 * @param headers sent with every export; secret
 * @param serviceName what this server is called in traces
 * @param propagate whether upstreams are sent {@code traceparent}
 */
public record TracingSettings(
    URI endpoint,
    Map<String, String> headers,
    String serviceName,
    SamplerChoice sampler,
    boolean propagate) {
  public TracingSettings {
    headers = Map.copyOf(headers);
    boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
    if (!http || endpoint.getHost() == null) {
      throw new IllegalArgumentException("not an http URL: " + endpoint);
    }
  }

  /** Where spans go. */
  String tracesUrl() {
    String base = endpoint.toString();
    return base + (base.endsWith("/") ? "" : "/") + "v1/traces";
  }

  /** Without the headers, which may hold a key. */
  @Override
  public String toString() {
    return "TracingSettings[" + endpoint.getHost() + "]";
  }
}

package dev.atelier.http.client;

import java.net.URI;
import java.util.Map;

/**
 * A request that is to be sent.
 *
 * @param method {@code POST} or {@code PUT}
 * @param headers besides {@code Host}, {@code User-Agent} and those of the content
 */
public record OutboundRequest(
    String method, URI uri, Map<String, String> headers, Content content) {
  public OutboundRequest {
    headers = Map.copyOf(headers);
    if (!method.equals("POST") && !method.equals("PUT")) {
      throw new IllegalArgumentException("POST or PUT expected, got " + method);
    }
  }

  OutboundRequest to(URI elsewhere) {
    return new OutboundRequest(method, elsewhere, headers, content);
  }
}

package dev.atelier.http.cors;

import java.util.List;
import java.util.Optional;

/**
 * What a browser asks before it sends a page's request.
 *
 * @param headers the values of {@code Access-Control-Request-Headers}
 * @param privateNetwork whether a page from the internet asks for a server in a private network
 */
public record PreflightRequest(
    Optional<String> origin, List<String> headers, boolean privateNetwork) {
  public PreflightRequest {
    headers = List.copyOf(headers);
  }
}

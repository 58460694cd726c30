package dev.atelier.http.client;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * A request for one place and no other: a redirect is an answer. Without content it is a GET, else
 * a POST.
 *
 * @param headers besides {@code Host}, {@code User-Agent} and those of the content; never printed
 */
public record DirectRequest(URI uri, Map<String, String> headers, Optional<Content> content) {
  public DirectRequest {
    headers = Map.copyOf(headers);
  }

  @Override
  public String toString() {
    return "DirectRequest[" + uri + "]";
  }
}

package dev.atelier.http.upstream;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request to an upstream.
 *
 * @param method such as {@code POST}
 * @param headers besides {@code Host}, {@code User-Agent} and those of the body; may hold a
 *     credential, so it is never printed
 */
public record UpstreamRequest(
    String method, URI uri, Map<String, String> headers, Optional<UpstreamBody> body) {
  public UpstreamRequest {
    headers = Map.copyOf(headers);
  }

  public static UpstreamRequest get(URI uri) {
    return new UpstreamRequest("GET", uri, Map.of(), Optional.empty());
  }

  public static UpstreamRequest put(URI uri) {
    return new UpstreamRequest("PUT", uri, Map.of(), Optional.empty());
  }

  public static UpstreamRequest post(URI uri, UpstreamBody body) {
    return new UpstreamRequest("POST", uri, Map.of(), Optional.of(body));
  }

  /** The same with one header more. */
  public UpstreamRequest header(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new UpstreamRequest(method, uri, more, body);
  }

  /** Without headers and query, which may hold a credential. */
  @Override
  public String toString() {
    return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }
}

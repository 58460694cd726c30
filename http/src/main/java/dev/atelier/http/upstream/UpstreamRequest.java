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
 * @param version which HTTP it is sent over; the first unless another is asked for
 */
public record UpstreamRequest(
    String method,
    URI uri,
    Map<String, String> headers,
    Optional<UpstreamBody> body,
    HttpVersion version) {
  public UpstreamRequest {
    headers = Map.copyOf(headers);
  }

  public static UpstreamRequest get(URI uri) {
    return of("GET", uri, Optional.empty());
  }

  public static UpstreamRequest put(URI uri) {
    return of("PUT", uri, Optional.empty());
  }

  public static UpstreamRequest post(URI uri, UpstreamBody body) {
    return of("POST", uri, Optional.of(body));
  }

  /** The same with one header more. */
  public UpstreamRequest header(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new UpstreamRequest(method, uri, more, body, version);
  }

  /** The same over another HTTP. */
  public UpstreamRequest over(HttpVersion other) {
    return new UpstreamRequest(method, uri, headers, body, other);
  }

  /** Without headers and query, which may hold a credential. */
  @Override
  public String toString() {
    return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }

  private static UpstreamRequest of(String method, URI uri, Optional<UpstreamBody> body) {
    return new UpstreamRequest(method, uri, Map.of(), body, HttpVersion.HTTP_1_1);
  }
}

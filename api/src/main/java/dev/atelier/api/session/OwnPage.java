package dev.atelier.api.session;

import dev.atelier.http.server.Exchange;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a page of this server sent a request, which is all that a cookie is good for: browsers
 * add it to whatever any page sends.
 */
final class OwnPage {
  /** Pages of other origins cannot send it without being asked first, and are then told no. */
  static final String HEADER = "x-atelier-page";

  private static final Set<String> SAFE = Set.of("GET", "HEAD");

  private OwnPage() {}

  /**
   * A browser says where a request comes from: in Sec-Fetch-Site where the connection is safe or to
   * this machine, and in Origin for whatever may change something.
   */
  static boolean sent(Exchange exchange) {
    boolean safe = SAFE.contains(exchange.method());
    if (!safe && exchange.header(HEADER).isEmpty()) {
      return false;
    }
    Optional<String> site = exchange.header("Sec-Fetch-Site");
    if (site.isPresent()) {
      return site.get().equals("same-origin") || (safe && site.get().equals("none"));
    }
    Optional<String> origin = exchange.header("Origin");
    return origin.isPresent()
        ? authority(origin.get()).equals(authority(exchange.baseUrl()))
        : safe;
  }

  /** Host and port; the scheme is not compared, since a proxy may take TLS off. */
  private static String authority(String url) {
    try {
      return Optional.ofNullable(URI.create(url).getAuthority()).orElse("none");
    } catch (IllegalArgumentException e) {
      return "none";
    }
  }
}

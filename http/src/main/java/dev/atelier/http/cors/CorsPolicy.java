package dev.atelier.http.cors;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Which origins may read answers, and the headers that tell a browser so. Routes that are for pages
 * of this server alone never get any of them.
 */
public final class CorsPolicy {
  /** Every origin, none with cookies; no more headers than the standard ones. */
  public static final CorsPolicy ANY = of(List.of("*"), false, CorsHeaders.STANDARD);

  /** As long as Chromium keeps a preflight's answer at most. */
  private static final String MAX_AGE_SECONDS = "7200";

  private static final String VARY = "Vary";

  private final List<OriginPattern> origins;
  private final boolean any;
  private final boolean credentials;
  private final CorsHeaders names;
  private final String exposed;

  private CorsPolicy(
      List<OriginPattern> origins, boolean any, boolean credentials, CorsHeaders names) {
    this.origins = origins;
    this.any = any;
    this.credentials = credentials;
    this.names = names;
    this.exposed = String.join(", ", names.exposed());
  }

  /**
   * Reads {@code *}, {@code none}, or origins such as {@code https://app.example.org}, {@code
   * https://*.example.org}, {@code http://localhost:*} and {@code null}.
   *
   * @param credentials whether pages of these origins may send cookies, such as those of a proxy
   *     that asks for a login
   * @throws IllegalArgumentException for a word that is no origin, and for {@code *} or {@code
   *     none} beside others or with credentials
   */
  public static CorsPolicy of(List<String> words, boolean credentials, CorsHeaders names) {
    boolean any = words.equals(List.of("*"));
    boolean none = words.equals(List.of("none"));
    if (credentials && (any || none)) {
      throw new IllegalArgumentException("credentials are for origins that are named");
    }
    return new CorsPolicy(
        any || none ? List.of() : words.stream().map(OriginPattern::parse).toList(),
        any,
        credentials,
        names);
  }

  /**
   * Sets the headers of an answer.
   *
   * @param origin what the request says
   */
  public void answer(Optional<String> origin, BiConsumer<String, String> headers) {
    if (!any && !origins.isEmpty()) {
      headers.accept(VARY, "Origin");
    }
    if (allow(origin, headers)) {
      headers.accept("Access-Control-Expose-Headers", exposed);
    }
  }

  /**
   * Sets the headers of the answer to a preflight: what the request that is to follow may be.
   *
   * @param methods of the route that may be used from other origins
   */
  public void preflight(
      PreflightRequest request, Collection<String> methods, BiConsumer<String, String> headers) {
    headers.accept(VARY, "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
    if (!methods.isEmpty() && allow(request.origin(), headers)) {
      headers.accept("Access-Control-Allow-Methods", String.join(", ", methods));
      headers.accept("Access-Control-Allow-Headers", names.allowed(request.headers()));
      headers.accept("Access-Control-Max-Age", MAX_AGE_SECONDS);
      if (request.privateNetwork()) {
        headers.accept("Access-Control-Allow-Private-Network", "true");
      }
    }
  }

  private boolean allow(Optional<String> origin, BiConsumer<String, String> headers) {
    Optional<String> allowed =
        any
            ? Optional.of("*")
            : origin.filter(one -> origins.stream().anyMatch(pattern -> pattern.matches(one)));
    allowed.ifPresent(value -> headers.accept("Access-Control-Allow-Origin", value));
    if (allowed.isPresent() && credentials) {
      headers.accept("Access-Control-Allow-Credentials", "true");
    }
    return allowed.isPresent();
  }
}

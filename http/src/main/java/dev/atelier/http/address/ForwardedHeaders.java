package dev.atelier.http.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How the client addressed a request, as the proxies before the server tell: in {@code
 * X-Forwarded-Proto}, {@code -Host} and {@code -Port}, or in {@code Forwarded} (RFC 7239).
 *
 * <p>Each proxy adds its word to the right, so only the words of trusted proxies count: the
 * sender's, and to its left as many more as there are trusted addresses at the right end of {@code
 * X-Forwarded-For} (or in {@code for=}). The leftmost of these spoke with the client. What is no
 * scheme, host or port is ignored, as if it had not been sent.
 */
public final class ForwardedHeaders {
  private static final List<String> MARKS =
      List.of(
          "Forwarded",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "X-Forwarded-Port",
          "X-Real-IP",
          "Via");

  private final Function<String, List<String>> headers;

  /**
   * @param headers every value of a header, in order; several may stand in one, with commas
   */
  public ForwardedHeaders(Function<String, List<String>> headers) {
    this.headers = headers;
  }

  /** Whether some proxy says that it passed the request on, be it trusted or not. */
  public boolean any() {
    return MARKS.stream().anyMatch(name -> !headers.apply(name).isEmpty());
  }

  /**
   * Scheme and authority as the client sees them, such as {@code https://images.example.org}.
   *
   * @param sender the other end of the connection
   * @param scheme of the connection itself
   * @param authority the request's own host, taken as it is where no proxy tells another
   */
  public String baseUrl(
      TrustedProxies proxies, InetAddress sender, String scheme, String authority) {
    if (!proxies.trust(sender) || !any()) {
      return scheme + "://" + authority;
    }
    Told told = told(proxies);
    String seen = told.scheme().orElse(scheme);
    return told.authority()
        .or(() -> Authority.parse(authority))
        .map(host -> seen + "://" + host.orPort(told.port(), seen).text(seen))
        .orElse(seen + "://" + authority);
  }

  private Told told(TrustedProxies proxies) {
    List<ForwardedElement> standard = ForwardedElement.parse(headers.apply("Forwarded"));
    List<ForwardedElement> ofTrusted =
        trusted(
            standard,
            proxies,
            standard.stream()
                .map(element -> element.client().orElse(ForwardedElement.UNKNOWN))
                .toList());
    List<String> clients = values("X-Forwarded-For");
    return new Told(
        first(
            Stream.concat(
                trusted(values("X-Forwarded-Proto"), proxies, clients).stream(),
                ofTrusted.stream().flatMap(element -> element.scheme().stream())),
            ForwardedHeaders::scheme),
        first(
            Stream.concat(
                trusted(values("X-Forwarded-Host"), proxies, clients).stream(),
                ofTrusted.stream().flatMap(element -> element.host().stream())),
            Authority::parse),
        trusted(values("X-Forwarded-Port"), proxies, clients).stream()
            .map(Authority::port)
            .filter(OptionalInt::isPresent)
            .findFirst()
            .orElse(OptionalInt.empty()));
  }

  /** The words that trusted proxies added, the one nearest to the client first. */
  private static <T> List<T> trusted(List<T> words, TrustedProxies proxies, List<String> clients) {
    int hops = 1;
    for (int i = clients.size() - 1; i >= 0; i--) {
      if (ForwardedElement.address(clients.get(i)).filter(proxies::trust).isEmpty()) {
        break;
      }
      hops++;
    }
    return words.subList(Math.max(0, words.size() - hops), words.size());
  }

  private static <T> Optional<T> first(
      Stream<String> words, Function<String, Optional<T>> reading) {
    return words.map(reading).flatMap(Optional::stream).findFirst();
  }

  private static Optional<String> scheme(String text) {
    String scheme = text.toLowerCase(Locale.ROOT);
    return scheme.equals("http") || scheme.equals("https") ? Optional.of(scheme) : Optional.empty();
  }

  private List<String> values(String name) {
    var values = new ArrayList<String>();
    for (String line : headers.apply(name)) {
      for (String value : line.split(",", -1)) {
        values.add(value.strip());
      }
    }
    return values;
  }

  private record Told(Optional<String> scheme, Optional<Authority> authority, OptionalInt port) {}
}

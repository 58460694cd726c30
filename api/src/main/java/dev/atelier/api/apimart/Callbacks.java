package dev.atelier.api.apimart;

import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.client.TransportException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses may be called when a task has ended.
 *
 * @param guard knows what can be reached
 * @param anyPort whether ports other than 80 and 443 may be called: only where private networks
 *     may, too
 */
public record Callbacks(GuardedClient guard, boolean anyPort) {
  private static final Duration LOOK_UP_MAX = Duration.ofSeconds(2);
  private static final int URL_MAX = 2048;
  private static final String PATH = "/callback";
  private static final Set<Integer> PORTS = Set.of(-1, 80, 443);

  /** What is called for a client that names {@code base}, or why nothing can be. */
  Callback at(String base) {
    Optional<URI> url = url(base);
    if (url.isEmpty()) {
      return new Callback.Refused(
          "expected an http or https URL of at most " + URL_MAX + " characters.");
    }
    if (!anyPort && !PORTS.contains(url.get().getPort())) {
      return new Callback.Refused("only the ports 80 and 443 are called.");
    }
    try {
      guard.requirePublic(url.get(), LOOK_UP_MAX);
    } catch (TransportException e) {
      return new Callback.Refused(e.problem().text() + ".");
    }
    return new Callback.Accepted(url.get());
  }

  private static Optional<URI> url(String base) {
    try {
      URI uri = new URI(base);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme();
      boolean web = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
      return web && uri.getHost() != null && base.length() <= URL_MAX
          ? Optional.of(below(uri))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** {@code https://a.example/api?key=1} is called at {@code …/api/callback?key=1}. */
  private static URI below(URI base) throws URISyntaxException {
    String path = base.getRawPath() == null ? "" : base.getRawPath().replaceFirst("/+$", "");
    String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
    return new URI(base.getScheme() + "://" + base.getRawAuthority() + path + PATH + query);
  }

  /** What comes of a client's address. */
  sealed interface Callback {
    record Accepted(URI url) implements Callback {}

    /** The reason completes "webhook: …". */
    record Refused(String reason) implements Callback {}
  }
}

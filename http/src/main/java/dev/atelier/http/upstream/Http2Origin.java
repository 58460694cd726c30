package dev.atelier.http.upstream;

import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where a connection leads.
 *
 * @param host a name or an address, an IPv6 one in brackets
 */
record Http2Origin(boolean secure, String host, int port) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  static Http2Origin of(URI uri) throws UnknownHostException {
    return find(uri).orElseThrow(() -> new UnknownHostException("a URL without a host"));
  }

  /** Empty for a URL without a host. */
  static Optional<Http2Origin> find(URI uri) {
    if (uri.getHost() == null) {
      return Optional.empty();
    }
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort();
    return Optional.of(
        new Http2Origin(secure, uri.getHost(), port >= 0 ? port : secure ? HTTPS : HTTP));
  }

  String scheme() {
    return secure ? "https" : "http";
  }

  /** As {@code :authority} has it, without a port that goes without saying. */
  String authority() {
    return port == (secure ? HTTPS : HTTP) ? host : host + ":" + port;
  }
}

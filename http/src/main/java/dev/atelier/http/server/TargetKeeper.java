package dev.atelier.http.server;

import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1 connection that takes requests whose target cannot be decoded, and remembers it. Jetty
 * by itself refuses them before their headers, without saying where they were sent.
 */
final class TargetKeeper extends HttpConnection {
  private static final String SUBSTITUTE = "/";

  private @Nullable String undecodable;

  TargetKeeper(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
    super(configuration, connector, endPoint);
  }

  /** The target of the request that is being answered, if it cannot be decoded. */
  @Nullable String undecodable() {
    return undecodable;
  }

  @Override
  protected HttpStreamOverHTTP1 newHttpStream(String method, String target, HttpVersion version) {
    undecodable = null;
    try {
      return super.newHttpStream(method, target, version);
    } catch (RuntimeException e) {
      undecodable = target;
      return super.newHttpStream(method, SUBSTITUTE, version);
    }
  }
}

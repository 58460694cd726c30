package dev.atelier.http.server;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/**
 * What a request asks for.
 *
 * @param path canonical (dots resolved, percent-encoding kept where it matters), no query; as it
 *     was sent where it cannot be decoded; {@code /} where nobody knows
 */
record RequestTarget(String method, String path, boolean decodable) {
  /** What Jetty puts in the place of a request line that it cannot read. */
  private static final String BROKEN = "BAD";

  static RequestTarget of(Request request) {
    if (request.getConnectionMetaData().getConnection() instanceof TargetKeeper keeper) {
      String sent = keeper.undecodable();
      if (sent != null) {
        int query = sent.indexOf('?');
        String path = query < 0 ? sent : sent.substring(0, query);
        return new RequestTarget(request.getMethod(), path, false);
      }
    }
    HttpURI uri = request.getHttpURI();
    String path = uri == null || request.getMethod().equals(BROKEN) ? null : uri.getCanonicalPath();
    return new RequestTarget(
        request.getMethod(), path == null || path.isEmpty() ? "/" : path, true);
  }
}

package dev.atelier.http.upstream;

import org.eclipse.jetty.http2.BufferingFlowControlStrategy;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gives an upstream room for more once half of a window is read, but none on a stream of which all
 * came: servers count that against a connection, and end it with all its calls.
 */
final class StreamWindows extends BufferingFlowControlStrategy {
  private static final float HALF = 0.5f;

  StreamWindows() {
    super(HALF);
  }

  @Override
  public void onDataConsumed(Session session, @Nullable Stream stream, int length) {
    boolean whole = stream instanceof HTTP2Stream known && known.isLastDataReceived();
    super.onDataConsumed(session, whole ? null : stream, length);
  }
}

package dev.atelier.http.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/** Turns the connection of a request into a WebSocket. Offers of extensions are declined. */
final class SocketUpgrade {
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int UPGRADE_REQUIRED = 426;

  private final WebSocketMappings mappings;
  private final SocketRegistry registry;

  SocketUpgrade(WebSocketMappings mappings, SocketRegistry registry) {
    this.mappings = mappings;
    this.registry = registry;
  }

  /** Whether a request asks for it; any other protocol that it would rather speak is ignored. */
  static boolean asked(Request request) {
    return request.getMethod().equals("GET")
        && request.getHeaders().contains(HttpHeader.UPGRADE, "websocket");
  }

  /**
   * Answers with 101; empty then.
   *
   * @return why it is no handshake
   */
  Optional<HttpError> upgrade(
      Request request, Response response, SocketHandler.Opening opening, SocketLimits limits)
      throws IOException {
    EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
    var socket = new OpenSocket(opening, limits, registry, connection);
    WebSocketNegotiator negotiator =
        (_, accepted, _) -> {
          accepted.setExtensions(List.of());
          return socket;
        };
    try (Blocker.Callback callback = Blocker.callback()) {
      if (!mappings.upgrade(negotiator, request, response, callback, SocketUpgrade::customize)) {
        callback.succeeded();
        callback.block();
        response.getHeaders().put(HttpHeader.SEC_WEBSOCKET_VERSION, "13");
        return Optional.of(
            new HttpError.BadRequest("not a WebSocket handshake of version 13", UPGRADE_REQUIRED));
      }
      callback.block();
      return Optional.empty();
    }
  }

  private static void customize(Configuration configuration) {
    configuration.setIdleTimeout(Duration.ZERO); // SocketLimits has times of its own
    configuration.setInputBufferSize(BUFFER_BYTES);
    configuration.setOutputBufferSize(BUFFER_BYTES);
    configuration.setMaxFrameSize(BUFFER_BYTES);
    configuration.setAutoFragment(true);
    configuration.setMaxTextMessageSize(-1);
    configuration.setMaxBinaryMessageSize(-1);
  }
}

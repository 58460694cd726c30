package dev.atelier.http.server;

import java.io.IOException;

/** Takes the WebSocket connections of one path; see {@link Mount#socket}. */
@FunctionalInterface
public interface SocketHandler {
  /**
   * What becomes of the connection that {@code upgrade} asks for. The exchange is only of use
   * before this returns; what it answers the server answers itself.
   */
  Opening open(Exchange upgrade) throws IOException;

  /** Makes the listener once the connection is open. */
  @FunctionalInterface
  interface Opening {
    /** Called before anything is heard; must not wait for anything. */
    SocketListener opened(SocketPeer client);
  }
}

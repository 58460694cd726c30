package dev.atelier.http.server;

import java.io.IOException;

/** Takes the WebSocket connections of one path; see {@link Mount#socket}. */
@FunctionalInterface
public interface SocketHandler {
  /**
   * Who listens on the connection that {@code upgrade} asks for. The exchange is only of use before
   * this returns; what it answers the server answers itself.
   */
  SocketListener open(Exchange upgrade) throws IOException;
}

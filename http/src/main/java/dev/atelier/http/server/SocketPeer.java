package dev.atelier.http.server;

/** One open WebSocket connection, for whoever answers on it. May be used by any thread. */
public interface SocketPeer {
  /**
   * Puts a message behind those that wait to be sent; never waits.
   *
   * @return false when the connection is over, or is now because its client reads too slowly
   */
  boolean send(SocketMessage message);

  /** Says that the client has proven who it is: it may stay, and send long messages. */
  void admit();

  /** Sends what waits, then closes. */
  void close(SocketClose code, String reason);
}

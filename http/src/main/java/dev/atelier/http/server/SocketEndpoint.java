package dev.atelier.http.server;

/** What a mount offers to WebSockets at one path, in the place of a route's handler. */
record SocketEndpoint(SocketLimits limits, SocketHandler sockets) implements Handler {
  /** No request has this method; it stands for a GET that asks for the upgrade. */
  static final String METHOD = "WebSocket upgrade";

  @Override
  public void handle(Exchange exchange) {
    throw new IllegalStateException("not upgraded");
  }
}

package dev.atelier.benchmarks.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.function.Consumer;

/** A loopback port that hands every connection on, until it is closed. */
final class Listener implements AutoCloseable {
  private final ServerSocket server;

  private Listener(ServerSocket server) {
    this.server = server;
  }

  /**
   * @param caller told of each connection; must not wait
   */
  static Listener start(String name, Consumer<Socket> caller) throws IOException {
    var listener = new Listener(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().name(name).start(() -> listener.accept(caller));
    return listener;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept(Consumer<Socket> caller) {
    while (!server.isClosed()) {
      try {
        caller.accept(server.accept());
      } catch (IOException e) {
        return;
      }
    }
  }
}

package dev.atelier.api;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens on every address of this machine, where nobody is to connect. */
final class Trap implements AutoCloseable {
  private final ServerSocket socket;
  private final List<Integer> peers = new CopyOnWriteArrayList<>();
  private int probes;

  Trap() throws IOException {
    socket = new ServerSocket(0);
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** How often others connected: they are accepted before our own probe, in turn. */
  int connections() throws IOException {
    try (var probe = new Socket(InetAddress.getLoopbackAddress(), port())) {
      probes++;
      await().atMost(Duration.ofSeconds(30)).until(() -> peers.contains(probe.getLocalPort()));
    }
    return peers.size() - probes;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try (var peer = socket.accept()) {
        peers.add(peer.getPort());
      } catch (IOException e) {
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

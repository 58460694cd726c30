package dev.atelier.server.endurance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port before another one. While it is shut, whoever connects waits: its queue of connections is
 * full, so that not even the operating system answers.
 */
final class Door implements AutoCloseable {
  private static final int FULL_MILLIS = 300;

  /** More than come at once, so that nobody waits when it is open. */
  private static final int QUEUE = 20;

  private final ServerSocket server;
  private final int behind;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private Door(ServerSocket server, int behind) {
    this.server = server;
    this.behind = behind;
  }

  /** Shut, before a port of this machine. */
  static Door before(int port) throws IOException {
    var door = new Door(new ServerSocket(0, QUEUE, InetAddress.getLoopbackAddress()), port);
    door.fill();
    return door;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  void open() {
    Thread.ofVirtual().name("door").start(this::accept);
  }

  private void fill() throws IOException {
    for (int queued = 0; queued < 2 * QUEUE; queued++) {
      var socket = new Socket();
      open.add(socket);
      try {
        socket.connect(
            new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), FULL_MILLIS);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
    throw new IOException("the queue of connections does not fill");
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket here = server.accept();
        var there = new Socket(server.getInetAddress(), behind);
        open.add(here);
        open.add(there);
        Thread.ofVirtual().name("door").start(() -> pass(here, there));
        Thread.ofVirtual().name("door").start(() -> pass(there, here));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      in.transferTo(to.getOutputStream());
    } catch (IOException e) {
      // one of the two is gone
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

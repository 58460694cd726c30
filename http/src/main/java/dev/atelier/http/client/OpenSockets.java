package dev.atelier.http.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * The sockets of one call, so that none outlives it, whatever the client thinks of its state. No
 * further one is opened when the time is over: a host may have hundreds of addresses, each as deaf
 * as the one before.
 */
final class OpenSockets implements AutoCloseable {
  private final Predicate<InetAddress> allowed;
  private final Deadline deadline;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  OpenSockets(Predicate<InetAddress> allowed, Deadline deadline) {
    this.allowed = allowed;
    this.deadline = deadline;
  }

  Socket open() throws TransportException {
    deadline.check();
    Socket socket = new GuardedSocket(allowed);
    sockets.add(socket);
    return socket;
  }

  @Override
  public void close() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is gone either way.
      }
    }
  }
}

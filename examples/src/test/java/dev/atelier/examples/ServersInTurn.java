package dev.atelier.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** One address before several servers: each connection goes to the next of them. */
final class ServersInTurn implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final List<URI> servers;
  private final AtomicIntegerArray connections;
  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  ServersInTurn(List<URI> servers) {
    this.servers = servers;
    this.connections = new AtomicIntegerArray(servers.size());
    try {
      this.door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  /** How many connections that server got. */
  int connections(int server) {
    return connections.get(server);
  }

  private void accept() {
    for (int turn = 0; !door.isClosed(); turn = (turn + 1) % servers.size()) {
      try {
        Socket client = door.accept();
        open.add(client);
        var server = new Socket(servers.get(turn).getHost(), servers.get(turn).getPort());
        open.add(server);
        connections.incrementAndGet(turn);
        pass(client, server);
        pass(server, client);
      } catch (IOException _) {
        // closed, or a client or server that has gone
      }
    }
  }

  private void pass(Socket from, Socket to) {
    Thread.ofVirtual()
        .start(() -> {
          try (from;
              to;
              InputStream in = from.getInputStream();
              OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
          } catch (IOException _) {
            // the other one has gone
          } finally {
            open.remove(from);
            open.remove(to);
          }
        });
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket one : open) {
      one.close();
    }
  }
}

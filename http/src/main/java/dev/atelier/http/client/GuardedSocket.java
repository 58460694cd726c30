package dev.atelier.http.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.function.Predicate;

/** A socket that connects to allowed addresses only, and looks again at whom it reached. */
final class GuardedSocket extends Socket {
  private final Predicate<InetAddress> allowed;

  GuardedSocket(Predicate<InetAddress> allowed) {
    super(Proxy.NO_PROXY);
    this.allowed = allowed;
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    connect(endpoint, 0);
  }

  @Override
  public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
    requireAllowed(endpoint);
    super.connect(endpoint, timeoutMillis);
    requireAllowed(getRemoteSocketAddress());
  }

  private void requireAllowed(SocketAddress address) throws IOException {
    boolean fine =
        address instanceof InetSocketAddress inet
            && !inet.isUnresolved()
            && allowed.test(inet.getAddress());
    if (!fine) {
      close();
      throw new TransportException(new TransportProblem.PrivateAddress());
    }
  }
}

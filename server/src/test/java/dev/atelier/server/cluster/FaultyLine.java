package dev.atelier.server.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A TCP line to a port of this machine, which can be cut, silenced and slowed. */
final class FaultyLine implements AutoCloseable {
  private static final int BLOCK_BYTES = 16 << 10;
  private static final int QUEUE = 200;
  private static final int SILENCE_STEP_MILLIS = 20;

  /** What becomes of bytes and connections. */
  enum State {
    OPEN,
    /** Every connection is reset, new ones too. */
    CUT,
    /** Nothing arrives, in either direction; what was sent arrives when it is open again. */
    SILENT
  }

  private final ServerSocket server;
  private final int behind;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile State state = State.OPEN;
  private volatile Supplier<Duration> delay = () -> Duration.ZERO;

  private FaultyLine(ServerSocket server, int behind) {
    this.server = server;
    this.behind = behind;
  }

  /** Open. */
  static FaultyLine to(int port) throws IOException {
    var line = new FaultyLine(new ServerSocket(0, QUEUE, InetAddress.getLoopbackAddress()), port);
    Thread.ofVirtual().name("faulty-line").start(line::accept);
    return line;
  }

  int port() {
    return server.getLocalPort();
  }

  /** The near ends of its connections to the service: what the service takes for its clients'. */
  List<Integer> clientPorts() {
    return sockets.stream()
        .filter(socket -> socket.getPort() == behind)
        .map(Socket::getLocalPort)
        .toList();
  }

  /** Each piece of what passes waits for so long before it goes on. */
  FaultyLine delayed(Supplier<Duration> each) {
    delay = each;
    return this;
  }

  void become(State next) {
    state = next;
    if (next == State.CUT) {
      sockets.forEach(FaultyLine::reset);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket here = server.accept();
        Thread.ofVirtual().name("faulty-line").start(() -> connect(here));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void connect(Socket here) {
    sockets.add(here);
    Socket there = new Socket();
    try {
      awaitSound();
      there = new Socket(server.getInetAddress(), behind);
      sockets.add(there);
      awaitSound();
      Socket far = there;
      Thread.ofVirtual().name("faulty-line").start(() -> pass(far, here));
      pass(here, there);
    } catch (IOException e) {
      reset(here);
      reset(there);
    } finally {
      sockets.remove(here);
      sockets.remove(there);
    }
  }

  private void pass(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] block = new byte[BLOCK_BYTES];
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        Thread.sleep(delay.get());
        awaitSound();
        out.write(block, 0, read);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      reset(from);
      reset(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitSound() throws IOException {
    while (state == State.SILENT) {
      try {
        Thread.sleep(SILENCE_STEP_MILLIS);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    if (state == State.CUT) {
      throw new IOException("cut");
    }
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // it is closed already
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sockets.forEach(FaultyLine::reset);
  }
}

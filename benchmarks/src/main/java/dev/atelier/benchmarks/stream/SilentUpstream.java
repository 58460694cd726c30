package dev.atelier.benchmarks.stream;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Takes orders, answers none, and notes when the connection of each ends. */
final class SilentUpstream implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final ServerSocket server;
  private final Semaphore calls = new Semaphore(0);
  private final BlockingQueue<Long> ends = new LinkedBlockingQueue<>();

  private SilentUpstream(ServerSocket server) {
    this.server = server;
  }

  static SilentUpstream start() throws IOException {
    var upstream = new SilentUpstream(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().name("silent upstream").start(upstream::accept);
    return upstream;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
  }

  /** Waits until an order has begun to arrive. */
  void awaitCall() throws InterruptedException {
    if (!calls.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no order came");
    }
  }

  /** When the next connection ended, in nanoseconds of the monotonic clock. */
  long ended() throws InterruptedException {
    Long end = ends.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (end == null) {
      throw new IllegalStateException("the connection stays");
    }
    return end;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        Thread.ofVirtual().start(() -> read(caller));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void read(Socket caller) {
    var block = new byte[8 << 10];
    boolean begun = false;
    try (caller;
        InputStream in = caller.getInputStream()) {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        if (!begun) {
          begun = true;
          calls.release();
        }
      }
    } catch (IOException e) {
      // a reset is an end too
    }
    if (begun) {
      ends.add(System.nanoTime());
    }
  }
}

package dev.atelier.benchmarks.stream;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Takes orders, answers none, and notes when the connection of each ends. */
final class SilentUpstream implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final Listener listener;
  private final Semaphore calls = new Semaphore(0);
  private final BlockingQueue<Long> ends = new LinkedBlockingQueue<>();

  private SilentUpstream() throws IOException {
    this.listener =
        Listener.start("silent upstream", caller -> Thread.ofVirtual().start(() -> read(caller)));
  }

  static SilentUpstream start() throws IOException {
    return new SilentUpstream();
  }

  URI uri(String path) {
    return listener.uri(path);
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
    listener.close();
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

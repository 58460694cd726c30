package dev.atelier.http.server;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads on, for a bounded while, what a client still sends after its answer left.
 *
 * <p>A socket closed with unread bytes resets the connection, and a client that is still writing
 * then never sees the answer that told it to stop.
 */
final class Lingering {
  private static final long BYTES_MAX = 512L << 20;
  private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

  private Lingering() {}

  static void finish(Request request) throws InterruptedException {
    if (request.getLength() == 0 || request.getHeaders().contains(HttpHeader.EXPECT)) {
      return;
    }
    long deadline = System.nanoTime() + NANOS_MAX;
    long bytes = 0;
    while (bytes < BYTES_MAX) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        if (!await(request, deadline - System.nanoTime())) {
          return;
        }
      } else if (Content.Chunk.isFailure(chunk)) {
        return;
      } else {
        bytes += chunk.remaining();
        chunk.release();
        if (chunk.isLast()) {
          return;
        }
      }
    }
  }

  private static boolean await(Request request, long nanos) throws InterruptedException {
    Semaphore arrived = new Semaphore(0);
    request.demand(arrived::release);
    return nanos > 0 && arrived.tryAcquire(nanos, TimeUnit.NANOSECONDS);
  }
}

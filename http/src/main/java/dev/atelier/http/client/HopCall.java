package dev.atelier.http.client;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.io.Closer;

/**
 * One request to one hop. When the deadline passes the connection is cut, whatever it is waiting
 * for: a peer that never reads, never answers, or sends a byte now and then.
 */
record HopCall(Hop hop, Predicate<InetAddress> allowed, Deadline deadline) {

  /** Reads an answer; cancels the request if it leaves some of the body unread. */
  interface Reading<T> {
    T read(ClassicHttpResponse response) throws IOException;
  }

  /**
   * @throws TransportException for what the network or the other side did
   * @throws IOException what the caller's own stream or file threw
   */
  <T> T run(HttpUriRequestBase request, Reading<T> reading) throws IOException {
    Executor later = CompletableFuture.delayedExecutor(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    CompletableFuture<Void> alarm = CompletableFuture.runAsync(request::cancel, later);
    try (OpenSockets sockets = new OpenSockets(allowed, deadline);
        CloseableHttpClient client = PinnedConnections.client(hop, sockets, deadline)) {
      return read(client.executeOpen(null, request, null), reading);
    } catch (CallerException e) {
      throw e.failure();
    } catch (TransportException e) {
      throw e;
    } catch (IOException e) {
      throw failed(e);
    } catch (IllegalStateException e) {
      // One that is cancelled between two of its steps may complain of its own state.
      if (deadline.passed()) {
        throw new TransportException(deadline.problem(), e);
      }
      throw e;
    } finally {
      alarm.cancel(false);
    }
  }

  private static <T> T read(ClassicHttpResponse response, Reading<T> reading) throws IOException {
    try {
      return reading.read(response);
    } finally {
      // A cancelled one complains; what was read counts all the same.
      Closer.closeQuietly(response);
    }
  }

  private IOException failed(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TransportException download) {
        return download;
      }
      if (cause instanceof CallerException caller) {
        return caller.failure();
      }
    }
    return deadline.passed()
        ? new TransportException(deadline.problem(), e)
        : new TransportException(new TransportProblem.Unreachable(), e);
  }
}

package dev.atelier.http.upstream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What another thread finds out, waited for by a caller. */
final class Awaited {
  private Awaited() {}

  /**
   * Its result.
   *
   * @param until by {@link System#nanoTime}
   * @throws IOException as it failed
   * @throws SocketTimeoutException if it is not there by then
   * @throws InterruptedIOException if the caller is interrupted, which it then still is
   */
  static <T> T result(CompletableFuture<T> future, long until) throws IOException {
    try {
      return future.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("no connection in time");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the call was ended");
    }
  }
}

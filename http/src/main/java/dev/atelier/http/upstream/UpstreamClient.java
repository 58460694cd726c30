package dev.atelier.http.upstream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Calls upstreams over pooled HTTP/1.1 connections, on the caller's thread. Follows no redirect and
 * repeats nothing by itself: whether a call may be repeated is for whoever pays for it. An
 * interrupt of a virtual thread ends its call. Safe for use by many threads.
 */
public final class UpstreamClient implements AutoCloseable {
  private @Nullable CloseableHttpClient opened;
  private boolean closed;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("upstream-deadlines").factory());

  /**
   * Sends a request and hands the answer over while it arrives.
   *
   * @param observer told before the first byte leaves, and once the call is over
   * @throws UpstreamException where no whole answer came
   * @throws LocalSourceException where our own part of the body could not be read
   */
  public <T> T call(
      UpstreamRequest request,
      UpstreamTimeouts timeouts,
      UpstreamObserver observer,
      Reader<T> reader)
      throws IOException {
    var call = new HttpUriRequestBase(request.method(), request.uri());
    call.setHeader("Accept-Encoding", "identity"); // base64 does not pack well
    request.headers().forEach(call::setHeader);
    request.body().ifPresent(body -> call.setEntity(new UpstreamEntity(body)));
    call.setConfig(config(timeouts));
    var progress = new CallProgress(timeouts, observer);
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(CallProgress.ATTRIBUTE, progress);
    ScheduledFuture<?> deadline = atDeadline(timeouts, call, progress);
    try {
      return client()
          .execute(
              call,
              context,
              response -> {
                try {
                  T read = reader.read(new ArrivingResponse(response, progress));
                  if (!progress.whole()) {
                    call.cancel(); // closing alone would read the rest of the body first
                  }
                  return read;
                } catch (IOException | RuntimeException | Error e) {
                  call.cancel();
                  throw e;
                }
              });
    } catch (LocalSourceException e) {
      throw e;
    } catch (IOException e) {
      throw progress.failure(e);
    } catch (IllegalStateException e) {
      // One that is cancelled between two of its steps may complain of its own state.
      if (progress.overdue()) {
        throw progress.failure(new InterruptedIOException("cut at its deadline"));
      }
      throw e;
    } finally {
      deadline.cancel(false);
      progress.ended();
    }
  }

  /** The same for a call that costs nothing. */
  public <T> T call(UpstreamRequest request, UpstreamTimeouts timeouts, Reader<T> reader)
      throws IOException {
    return call(request, timeouts, UpstreamObserver.NONE, reader);
  }

  /** The pool has one connect time-out for all; only here can a call have its own. */
  @SuppressWarnings("deprecation")
  private static RequestConfig config(UpstreamTimeouts timeouts) {
    return RequestConfig.custom()
        .setConnectionRequestTimeout(Timeout.of(timeouts.connect()))
        .setConnectTimeout(Timeout.of(timeouts.connect()))
        .setResponseTimeout(Timeout.of(timeouts.firstByte()))
        .setRedirectsEnabled(false)
        .setAuthenticationEnabled(false)
        .build();
  }

  @Override
  public void close() {
    watch.shutdownNow();
    synchronized (this) {
      closed = true;
      if (opened != null) {
        opened.close(CloseMode.IMMEDIATE);
      }
    }
  }

  /**
   * Made for the first call: loading the trust store would slow the start of whoever makes none.
   */
  private synchronized CloseableHttpClient client() {
    if (closed) {
      throw new IllegalStateException("the client is closed");
    }
    CloseableHttpClient client = opened;
    if (client == null) {
      client = PooledConnections.client();
      opened = client;
    }
    return client;
  }

  private ScheduledFuture<?> atDeadline(
      UpstreamTimeouts timeouts, HttpUriRequestBase call, CallProgress progress) {
    return watch.schedule(
        () -> {
          progress.timedOut();
          call.cancel();
        },
        timeouts.total().toNanos(),
        TimeUnit.NANOSECONDS);
  }

  /** Reads an answer; what it leaves unread is not waited for. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(UpstreamResponse response) throws IOException;
  }
}

package dev.atelier.http.upstream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;

/**
 * Calls upstreams on the caller's thread, over pooled connections of HTTP/1.1 or, where a request
 * asks for it and the upstream has it, of HTTP/2. Follows no redirect and repeats nothing by
 * itself: whether a call may be repeated is for whoever pays for it. An interrupt of a virtual
 * thread ends its call. Safe for use by many threads.
 */
public final class UpstreamClient implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final Transport http1 = new LazyTransport(Http1Transport::new);
  private final Transport http2;

  public UpstreamClient() {
    this(IDLE);
  }

  /**
   * @param idle how long a connection of HTTP/2 without calls stays open
   */
  UpstreamClient(Duration idle) {
    this.http2 = new NegotiatedTransport(new LazyTransport(() -> new Http2Transport(idle)), http1);
  }

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
    var progress = new CallProgress(timeouts, observer);
    try {
      return transport(request.version()).call(UpstreamTrace.mark(request), progress, reader);
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
      progress.ended();
    }
  }

  /** The same for a call that costs nothing. */
  public <T> T call(UpstreamRequest request, UpstreamTimeouts timeouts, Reader<T> reader)
      throws IOException {
    return call(request, timeouts, UpstreamObserver.NONE, reader);
  }

  /**
   * Whether a call there would leave at once, over a connection that is open; a hint, since another
   * call may take it or the other side close it meanwhile. Does not wait.
   */
  public boolean connected(URI uri, HttpVersion version) {
    return transport(version).connected(uri);
  }

  private Transport transport(HttpVersion version) {
    return switch (version) {
      case HTTP_1_1 -> http1;
      case HTTP_2 -> http2;
    };
  }

  @Override
  public void close() {
    http1.close();
    http2.close();
  }

  /** Reads an answer; what it leaves unread is not waited for. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(UpstreamResponse response) throws IOException;
  }
}

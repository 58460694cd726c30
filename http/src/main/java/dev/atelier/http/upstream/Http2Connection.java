package dev.atelier.http.upstream;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/**
 * A connection that many calls are on. It is ready once the server's SETTINGS came: until then
 * nothing of a call is sent, so that a server of another protocol gets none.
 */
final class Http2Connection implements Session.Listener {
  /** One that breaks leaves no more calls in doubt than this. */
  static final int CALLS_MAX = 16;

  private final Http2Origin origin;
  private final Http2Connections pool;
  private final Duration idle;
  private final CompletableFuture<Http2Connection> ready = new CompletableFuture<>();
  private volatile @Nullable HTTP2Session session;
  private volatile int room = CALLS_MAX;
  private volatile boolean doubtful;

  /**
   * @param idle how long it stays open without traffic
   */
  Http2Connection(Http2Origin origin, Http2Connections pool, Duration idle) {
    this.origin = origin;
    this.pool = pool;
    this.idle = idle;
  }

  Http2Origin origin() {
    return origin;
  }

  CompletableFuture<Http2Connection> ready() {
    return ready;
  }

  /** Whether one more call may begin beside so many. */
  boolean takes(int calls) {
    return !closing() && calls < room;
  }

  /** Whether it gets no more calls: either side wants none, it broke, or one waited in vain. */
  boolean closing() {
    return doubtful || session().isClosed();
  }

  /** A call waited on it in vain: it may lead nowhere any more, which nobody would tell. */
  void doubt() {
    doubtful = true;
  }

  void newStream(HeadersFrame head, Promise<Stream> promise, Stream.Listener listener) {
    session().newStream(head, promise, listener);
  }

  /** It did not come about. */
  void fail(Throwable reason) {
    ready.completeExceptionally(reason);
  }

  /** Closes it after a while without traffic, unless {@link Http2Connections#retire} objects. */
  void closeWhenIdle() {
    session().getEndPoint().setIdleTimeout(idle.toMillis());
  }

  /** Leaves it open whether there is traffic or not. */
  void keepOpen() {
    session().getEndPoint().setIdleTimeout(0);
  }

  /** Closes it at once. */
  void abandon() {
    HTTP2Session open = session;
    if (open != null) {
      open.disconnect();
    }
  }

  @Override
  public Map<Integer, Integer> onPreface(Session opened) {
    session = (HTTP2Session) opened;
    return Map.of(SettingsFrame.ENABLE_PUSH, 0);
  }

  @Override
  public void onSettings(Session of, SettingsFrame frame) {
    Integer streams = frame.getSettings().get(SettingsFrame.MAX_CONCURRENT_STREAMS);
    if (streams != null && streams >= 0) {
      room = Math.min(CALLS_MAX, streams);
    }
    if (ready.complete(this)) {
      closeWhenIdle();
    }
  }

  @Override
  public void onGoAway(Session of, GoAwayFrame frame) {
    pool.closing(this);
  }

  @Override
  public boolean onIdleTimeout(Session of) {
    return pool.retire(this);
  }

  @Override
  public void onClose(Session of, GoAwayFrame frame, Callback callback) {
    gone(null);
    callback.succeeded();
  }

  @Override
  public void onFailure(Session of, Throwable failure, Callback callback) {
    gone(failure);
    callback.succeeded();
  }

  private void gone(@Nullable Throwable failure) {
    ready.completeExceptionally(new NoHttp2Exception("no SETTINGS came", failure));
    pool.closing(this);
  }

  private HTTP2Session session() {
    return Objects.requireNonNull(session, "not open yet");
  }
}

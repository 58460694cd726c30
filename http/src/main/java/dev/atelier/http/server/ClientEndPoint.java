package dev.atelier.http.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CancellationException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection that can be watched for its end while nobody reads from it.
 *
 * <p>Whoever waits for a job does not read, and the end of a stream shows only to who does. So the
 * watch reads ahead whenever the selector says that there is something, and what it finds is given
 * to the next reader first. At most {@link #AHEAD_MAX} bytes are read ahead: behind more than that
 * an end is not seen before they are read.
 */
final class ClientEndPoint extends SocketChannelEndPoint {
  /** A request that a client sends before its last one is answered is rarely longer. */
  static final int AHEAD_MAX = 8 << 10;

  private final Object reading = new Object();
  private @Nullable ByteBuffer ahead;
  private @Nullable Watch watch;

  ClientEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
  }

  /**
   * Calls {@code gone} once if the client closes, half-closes or resets the connection; until
   * {@link #unwatch}, which must come before anybody waits for further bytes.
   */
  void watch(Runnable gone) {
    var begun = new Watch(gone);
    synchronized (reading) {
      if (watch != null) {
        throw new IllegalStateException("the connection is watched already");
      }
      watch = begun;
    }
    tryFillInterested(begun);
  }

  void unwatch() {
    synchronized (reading) {
      if (watch == null) {
        return;
      }
      watch = null;
    }
    getFillInterest().onFail(new CancellationException("not watched any more"));
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    synchronized (reading) {
      if (ahead == null) {
        return super.fill(buffer);
      }
      int count = BufferUtil.append(buffer, ahead);
      if (!ahead.hasRemaining()) {
        ahead = null;
      }
      return count;
    }
  }

  /** Reads what there is, as far as there is room for it; whether the client has left. */
  private boolean ended(Watch looking) throws IOException {
    synchronized (reading) {
      if (watch != looking) {
        return false;
      }
      ByteBuffer found = ahead == null ? BufferUtil.allocate(AHEAD_MAX) : ahead;
      int count = super.fill(found);
      ahead = found.hasRemaining() ? found : null;
      if (count >= 0 && BufferUtil.space(found) > 0) {
        tryFillInterested(looking);
      }
      return count < 0;
    }
  }

  private final class Watch implements Callback {
    private final Runnable gone;

    Watch(Runnable gone) {
      this.gone = gone;
    }

    @Override
    public void succeeded() {
      boolean left;
      try {
        left = ended(this);
      } catch (IOException e) {
        left = true;
      }
      if (left) {
        gone.run();
      }
    }

    /** Not watched any more, or closed by ourselves: says nothing of the client. */
    @Override
    public void failed(Throwable cause) {}
  }
}

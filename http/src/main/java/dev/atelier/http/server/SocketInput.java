package dev.atelier.http.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One message as its frames arrive. Of them one block is here at a time, in the connection's own
 * buffer; the next is asked for when it was read.
 */
final class SocketInput extends InputStream {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Runnable next;
  private final long bytesMax;
  private final Duration stalled;
  private ByteBuffer block = NOTHING;
  private Callback taken = Callback.NOOP;
  private boolean last;
  private boolean ended;
  private long bytes;
  private @Nullable IOException failure;

  /**
   * @param next asks for the next frame
   * @param stalled how long to wait for it
   */
  SocketInput(Runnable next, long bytesMax, Duration stalled) {
    this.next = next;
    this.bytesMax = bytesMax;
    this.stalled = stalled;
  }

  /** Takes the next block; {@code callback} hears when it was read. */
  void offer(ByteBuffer payload, boolean fin, Callback callback) {
    if (!payload.hasRemaining() && !fin) {
      callback.succeeded();
      next.run();
      return;
    }
    lock.lock();
    try {
      bytes += payload.remaining();
      block = payload;
      taken = callback;
      last = fin;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing further will come. */
  void fail(IOException why) {
    lock.lock();
    try {
      if (failure == null) {
        failure = why;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      if (!await()) {
        return -1;
      }
      if (bytes > bytesMax) {
        throw new SocketRefusedException(
            SocketClose.MESSAGE_TOO_LARGE, "a message has at most " + bytesMax + " bytes");
      }
      int count = Math.min(length, block.remaining());
      block.get(target, offset, count);
      release();
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Reads and drops what is left of the message; false if that was not all within {@code max}. */
  boolean discard(Duration max) {
    long end = System.nanoTime() + max.toNanos();
    lock.lock();
    try {
      while (System.nanoTime() < end && await()) {
        block.position(block.limit());
        release();
      }
    } catch (IOException e) {
      // It ends here, then.
    } finally {
      taken.succeeded();
      taken = Callback.NOOP;
      lock.unlock();
    }
    return ended;
  }

  /** Waits for something to read; false at the end of the message. */
  private boolean await() throws IOException {
    long left = stalled.toNanos();
    while (!block.hasRemaining() && !ended) {
      if (last) {
        ended = true;
        break;
      }
      if (failure != null) {
        throw failure;
      }
      if (left <= 0) {
        throw new SocketRefusedException(
            SocketClose.POLICY_VIOLATION, "a message stopped in the middle");
      }
      try {
        left = changed.awaitNanos(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClientGoneException(e);
      }
    }
    return !ended;
  }

  /** Gives a block back that was read, and asks for the one behind it. */
  private void release() {
    if (!block.hasRemaining() && !last) {
      Callback read = taken;
      taken = Callback.NOOP;
      block = NOTHING;
      read.succeeded();
      next.run();
    }
  }
}

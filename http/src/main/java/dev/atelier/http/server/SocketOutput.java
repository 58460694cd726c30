package dev.atelier.http.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes out on one connection: a bounded queue, and a virtual thread while there is something
 * in it. Behind what it has sent goes a ping with a number; the pong to it proves that all before
 * it arrived.
 */
final class SocketOutput {
  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);

  private final CoreSession session;
  private final SocketLimits limits;
  private final Runnable overflow;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<SocketMessage> queue = new ArrayDeque<>();
  private final Deque<Sent> unconfirmed = new ArrayDeque<>();
  private long heldBytes;
  private long sent;
  private boolean writing;
  private boolean over;
  private @Nullable Runnable last;
  private @Nullable ByteBuffer nextPong;
  private boolean ponging;
  private volatile long blockedSince;

  private record Sent(long number, SocketMessage message) {}

  /**
   * @param overflow called once when more waits than may
   */
  SocketOutput(CoreSession session, SocketLimits limits, Runnable overflow) {
    this.session = session;
    this.limits = limits;
    this.overflow = overflow;
  }

  boolean send(SocketMessage message) {
    boolean full;
    lock.lock();
    try {
      if (over || last != null) {
        return false;
      }
      int bytes = message.heldBytes();
      full =
          queue.size() >= limits.queueMessagesMax() || heldBytes + bytes > limits.queueBytesMax();
      if (!full) {
        queue.add(message);
        heldBytes += bytes;
        begin();
      }
    } finally {
      lock.unlock();
    }
    if (full) {
      end();
      overflow.run();
    }
    return !full;
  }

  /** Runs {@code then} when everything that waits has left; nothing more is taken. */
  void finish(Runnable then) {
    lock.lock();
    try {
      if (!over && last == null) {
        last = then;
        begin();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what waits. */
  void end() {
    lock.lock();
    try {
      over = true;
      queue.clear();
      unconfirmed.clear();
      heldBytes = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Answers a ping, whatever waits; of several the latest counts (RFC 6455, 5.5.3). */
  void pong(ByteBuffer payload) {
    lock.lock();
    try {
      nextPong = payload;
      if (ponging) {
        return;
      }
      ponging = true;
    } finally {
      lock.unlock();
    }
    sendPongs();
  }

  /** A pong of the client. */
  void confirmed(ByteBuffer payload) {
    if (payload.remaining() != Long.BYTES) {
      return;
    }
    long number = payload.getLong();
    while (true) {
      SocketMessage message;
      lock.lock();
      try {
        Sent first = unconfirmed.peekFirst();
        if (first == null || first.number() > number) {
          return;
        }
        unconfirmed.removeFirst();
        message = first.message();
      } finally {
        lock.unlock();
      }
      message.received();
    }
  }

  /** Since when the client has not taken a block that is being sent, by nanoTime; 0 if none is. */
  long blockedSince() {
    return blockedSince;
  }

  private void begin() {
    if (!writing) {
      writing = true;
      Thread.ofVirtual().name("socket-output").start(this::write);
    }
  }

  private void write() {
    try {
      for (SocketMessage next = next(); next != null; next = next()) {
        write(next);
        if (behindAll()) {
          ping();
        }
      }
    } catch (ClientGoneException e) {
      end(); // the connection says so by itself
    } catch (IOException | RuntimeException e) {
      LOG.error("a message could not be written", e);
      end();
      session.close(SocketClose.INTERNAL_ERROR.code(), "internal error", Callback.NOOP);
    }
  }

  private @Nullable SocketMessage next() {
    Runnable then;
    lock.lock();
    try {
      SocketMessage message = queue.pollFirst();
      if (message != null) {
        heldBytes -= message.heldBytes();
        sent++;
        unconfirmed.add(new Sent(sent, message));
        if (unconfirmed.size() > limits.queueMessagesMax()) {
          unconfirmed.removeFirst(); // a client that answers no pings
        }
        return message;
      }
      writing = false;
      then = over ? null : last;
      over |= then != null;
    } finally {
      lock.unlock();
    }
    if (then != null) {
      then.run();
    }
    return null;
  }

  private boolean behindAll() {
    lock.lock();
    try {
      return queue.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void write(SocketMessage message) throws IOException {
    try (var frames = new FrameStream(this::send)) {
      message.write(frames);
      frames.finish();
    }
  }

  private void ping() throws IOException {
    ByteBuffer number = ByteBuffer.allocate(Long.BYTES).putLong(0, sentSoFar());
    send(new Frame(OpCode.PING, true, number));
  }

  private long sentSoFar() {
    lock.lock();
    try {
      return sent;
    } finally {
      lock.unlock();
    }
  }

  private void send(Frame frame) throws IOException {
    blockedSince = System.nanoTime();
    try (var callback = Blocker.callback()) {
      session.sendFrame(frame, callback, false);
      callback.block();
    } catch (IOException | RuntimeException e) {
      throw new ClientGoneException(e);
    } finally {
      blockedSince = 0;
    }
  }

  private void sendPongs() {
    ByteBuffer payload;
    lock.lock();
    try {
      payload = nextPong;
      nextPong = null;
      ponging = payload != null;
    } finally {
      lock.unlock();
    }
    if (payload != null) {
      session.sendFrame(
          new Frame(OpCode.PONG, true, payload), Callback.from(this::sendPongs, _ -> {}), false);
    }
  }
}

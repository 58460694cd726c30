package dev.atelier.http.server;

import dev.atelier.http.wire.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket connection. Frames that break the protocol are Jetty's to refuse; messages, their
 * bounds, times and order are decided here.
 */
final class OpenSocket implements FrameHandler, SocketPeer {
  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);

  /** How long the other side of a close may take, and the rest of a message that is refused. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** A client that said or heard something so lately may have its next message on the way. */
  private static final Duration TALKING = Duration.ofMillis(500);

  private static final Duration REFUSED_REST_MAX = Duration.ofSeconds(10);

  private final SocketHandler.Opening opening;
  private final SocketLimits limits;
  private final SocketRegistry registry;
  private final EndPoint connection;
  private final long begun = System.nanoTime();
  private volatile long lastHeard = begun;
  private volatile boolean admitted;
  private volatile long closingSince;
  private volatile @Nullable CoreSession session;
  private volatile @Nullable SocketOutput output;
  private volatile @Nullable SocketListener listener;
  private volatile @Nullable SocketInput input;

  OpenSocket(
      SocketHandler.Opening opening,
      SocketLimits limits,
      SocketRegistry registry,
      EndPoint connection) {
    this.opening = opening;
    this.limits = limits;
    this.registry = registry;
    this.connection = connection;
  }

  EndPoint connection() {
    return connection;
  }

  long lookMillis() {
    return limits.lookMillis();
  }

  @Override
  public void onOpen(CoreSession opened, Callback callback) {
    session = opened;
    output = new SocketOutput(opened, limits, this::tooSlow);
    listener = opening.opened(this);
    registry.add(this);
    callback.succeeded();
    opened.demand();
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    lastHeard = System.nanoTime();
    switch (frame.getOpCode()) {
      case OpCode.PING -> {
        out().pong(copy(frame));
        next(callback);
      }
      case OpCode.PONG -> {
        out().confirmed(copy(frame));
        next(callback);
      }
      case OpCode.CLOSE -> callback.succeeded();
      default -> data(frame, callback);
    }
  }

  private void data(Frame frame, Callback callback) {
    boolean first = frame.getOpCode() != OpCode.CONTINUATION;
    if (first && closingSince == 0) {
      input = begin();
    }
    SocketInput message = input;
    if (message == null) {
      next(callback); // nobody is interested any more
      return;
    }
    ByteBuffer payload = frame.hasPayload() ? frame.getPayload() : ByteBuffer.allocate(0);
    message.offer(payload, frame.isFin(), callback);
    if (first) {
      Thread.ofVirtual().name("socket-message").start(() -> handle(message));
    }
  }

  private SocketInput begin() {
    long bytesMax = admitted ? limits.messageBytesMax() : limits.strangerBytesMax();
    return new SocketInput(session()::demand, bytesMax, limits.stalled());
  }

  private void handle(SocketInput message) {
    try {
      listener().message(message);
      end(message);
    } catch (MalformedJsonException e) {
      refuse(message, SocketClose.INVALID_DATA, "not a message of this API");
    } catch (SocketRefusedException e) {
      refuse(message, e.code(), e.reason());
    } catch (ClientGoneException e) {
      end(message);
    } catch (IOException | RuntimeException e) {
      LOG.error("a message could not be handled", e);
      refuse(message, SocketClose.INTERNAL_ERROR, "internal error");
    }
  }

  /** Goes on with the next message once this one was read to its end. */
  private void end(SocketInput message) {
    lastHeard = System.nanoTime();
    boolean whole = message.discard(REFUSED_REST_MAX);
    input = null;
    if (whole) {
      session().demand();
    } else {
      close(SocketClose.POLICY_VIOLATION, "a message stopped in the middle");
    }
  }

  /**
   * Reads on for a while before it closes: a client that is still sending would see its connection
   * reset, and not why.
   */
  private void refuse(SocketInput message, SocketClose code, String reason) {
    boolean whole = message.discard(REFUSED_REST_MAX);
    input = null;
    close(code, reason);
    if (whole) {
      session().demand();
    }
  }

  private void next(Callback callback) {
    callback.succeeded();
    session().demand();
  }

  private static ByteBuffer copy(Frame frame) {
    ByteBuffer payload = frame.getPayload();
    int length = payload == null ? 0 : payload.remaining();
    return length == 0
        ? ByteBuffer.allocate(0)
        : ByteBuffer.allocate(length).put(payload.duplicate()).flip();
  }

  @Override
  public boolean send(SocketMessage message) {
    boolean taken = closingSince == 0 && out().send(message);
    if (taken) {
      lastHeard = System.nanoTime();
    }
    return taken;
  }

  @Override
  public void admit() {
    admitted = true;
  }

  @Override
  public void close(SocketClose code, String reason) {
    if (closing()) {
      out().finish(() -> session().close(code.code(), reason, Callback.NOOP));
    }
  }

  /** What waits is not sent any more; the code may still reach a client that begins to read. */
  private void tooSlow() {
    if (closing()) {
      out().end();
      session().close(SocketClose.POLICY_VIOLATION.code(), "reads too slowly", Callback.NOOP);
    }
  }

  private synchronized boolean closing() {
    boolean first = closingSince == 0;
    if (first) {
      closingSince = System.nanoTime();
    }
    return first;
  }

  /** Holds the connection against its times; called now and then, and must not wait. */
  void look(boolean draining) {
    long now = System.nanoTime();
    long blocked = out().blockedSince();
    long quiet = now - lastHeard;
    if (closingSince != 0) {
      if (now - closingSince > GRACE.toNanos()) {
        session().abort();
      }
    } else if (blocked != 0 && now - blocked > limits.stalled().toNanos()) {
      tooSlow();
    } else if (!admitted && now - begun > limits.admitWithin().toNanos()) {
      close(SocketClose.POLICY_VIOLATION, "authentication was not done in time");
    } else if (draining && quiet > TALKING.toNanos() && !listener().busy()) {
      close(SocketClose.GOING_AWAY, "the server is stopping");
    } else if (quiet > limits.idle().toNanos() && !listener().busy()) {
      close(SocketClose.GOING_AWAY, "idle for too long");
    }
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    callback.succeeded(); // onClosed follows
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    closing();
    registry.remove(this);
    out().end();
    SocketInput message = input;
    if (message != null) {
      message.fail(new ClientGoneException(new EOFException("closed")));
    }
    Thread.ofVirtual().name("socket-closed").start(listener()::closed);
    callback.succeeded();
  }

  private CoreSession session() {
    return opened(session);
  }

  private SocketOutput out() {
    return opened(output);
  }

  private SocketListener listener() {
    return opened(listener);
  }

  private static <T> T opened(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the connection is not open yet");
    }
    return part;
  }
}

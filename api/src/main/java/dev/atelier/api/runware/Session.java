package dev.atelier.api.runware;

import dev.atelier.http.server.SocketMessage;
import dev.atelier.http.server.SocketPeer;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.KeyId;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client goes on with after its connection broke: every answer that it is not known to have
 * received waits here, in order, to be sent again to the connection that takes its place.
 */
final class Session {
  private static final int MESSAGES_MAX = 1000;

  private final UUID id;
  private final KeyId key;
  private final Deque<Message> pending = new ArrayDeque<>();
  private @Nullable SocketPeer client;
  private Optional<Instant> left = Optional.empty();
  private int running;

  Session(UUID id, KeyId key) {
    this.id = id;
    this.key = key;
  }

  UUID id() {
    return id;
  }

  boolean isOf(KeyId other) {
    return key.equals(other);
  }

  /** One answer on its way. */
  private final class Message implements SocketMessage {
    /** What such a record and its parts hold, about: links, ids, no image. */
    private static final int HELD_BYTES = 1 << 10;

    private final Reply reply;

    Message(Reply reply) {
      this.reply = reply;
    }

    @Override
    public int heldBytes() {
      return HELD_BYTES * Math.max(1, reply.data().size() + reply.errors().size());
    }

    @Override
    public void write(OutputStream out) throws IOException {
      reply.write(new JsonWriterStream(out));
    }

    @Override
    public void received() {
      forget(this);
    }
  }

  /** Sends an answer, now or when the client has come back. */
  synchronized void send(Reply reply) {
    var message = new Message(reply);
    pending.addLast(message);
    if (pending.size() > MESSAGES_MAX) {
      pending.removeFirst();
    }
    if (client != null) {
      client.send(message);
    }
  }

  /** The client is here: it is told {@code first}, and whatever it missed. */
  synchronized void attach(SocketPeer now, SocketMessage first) {
    client = now;
    left = Optional.empty();
    now.send(first);
    pending.forEach(now::send);
  }

  /** A connection of this session is over. */
  synchronized void detach(SocketPeer gone, Instant now) {
    if (gone.equals(client)) {
      client = null;
      left = Optional.of(now);
    }
  }

  /** Whether the client left before that moment and did not come back. */
  synchronized boolean leftBefore(Instant moment) {
    return left.filter(moment::isAfter).isPresent();
  }

  private synchronized void forget(Message message) {
    pending.remove(message);
  }

  /** Takes on a task, unless {@code max} are in progress. */
  synchronized boolean begin(int max) {
    if (running >= max) {
      return false;
    }
    running++;
    return true;
  }

  synchronized void end() {
    running--;
  }

  synchronized boolean busy() {
    return running > 0;
  }
}

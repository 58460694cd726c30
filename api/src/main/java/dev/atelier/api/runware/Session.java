package dev.atelier.api.runware;

import dev.atelier.http.server.SocketMessage;
import dev.atelier.http.server.SocketPeer;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.queue.session.SessionJob;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client goes on with after its connection broke: every answer that it is not known to have
 * received waits here, in order, to be sent again to the connection that takes its place.
 */
final class Session {
  private static final int MESSAGES_MAX = 1000;

  private final UUID id;
  private final KeyId key;
  private final InstantSource clock;
  private final KeepReceipts receipts;
  private final Deque<Message> pending = new ArrayDeque<>();
  private final ReceivedAnswers received = new ReceivedAnswers();
  private @Nullable SocketPeer client;
  private Consumer<JobId> onJob = _ -> {};
  private Optional<Instant> left = Optional.empty();
  private final ReentrantLock writing = new ReentrantLock();
  private final CompletableFuture<Session> taken = new CompletableFuture<>();
  private final Set<JobId> begunAway = new LinkedHashSet<>();
  private boolean moved;
  private int running;

  Session(UUID id, KeyId key, KeepReceipts receipts, InstantSource clock) {
    this.id = id;
    this.key = key;
    this.receipts = receipts;
    this.clock = clock;
  }

  UUID id() {
    return id;
  }

  KeyId key() {
    return key;
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
      if (arrived(this)) {
        receipts.soon(Session.this);
      }
    }
  }

  /** Sends an answer, now or when the client has come back. */
  synchronized void send(Reply reply) {
    if (moved) {
      return;
    }
    var message = new Message(reply);
    pending.addLast(message);
    if (pending.size() > MESSAGES_MAX) {
      pending.removeFirst();
    }
    if (client != null) {
      client.send(message);
    }
  }

  /** What is done with a job of this session that another process has made. */
  synchronized void onJob(Consumer<JobId> action) {
    onJob = action;
  }

  void tell(JobId job) {
    Consumer<JobId> action;
    synchronized (this) {
      action = onJob;
    }
    action.accept(job);
  }

  /** The client is here: it is told {@code first}, and whatever it missed. */
  synchronized void attach(SocketPeer now, SocketMessage first) {
    client = now;
    left = Optional.empty();
    begunAway.clear();
    now.send(first);
    pending.forEach(now::send);
  }

  /** A connection of this session is over; whether it was the client's latest. */
  synchronized boolean detach(SocketPeer gone, Instant now) {
    if (!gone.equals(client)) {
      return false;
    }
    client = null;
    left = Optional.of(now);
    return true;
  }

  /**
   * The client is connected to another process: nothing is sent from here any more.
   *
   * @return the jobs that tasks became after it had left, of which the other may not know
   */
  synchronized List<JobId> move() {
    moved = true;
    client = null;
    pending.clear();
    return List.copyOf(begunAway);
  }

  /** Held by whoever writes of this session, so that of two the later one is last. */
  ReentrantLock writing() {
    return writing;
  }

  /** Waits until {@link #taken}. */
  void awaitTaken() {
    taken.join();
  }

  /** From now on it is known which of its jobs began elsewhere, if any did. */
  void taken() {
    taken.complete(this);
  }

  synchronized boolean moved() {
    return moved;
  }

  synchronized boolean attached() {
    return client != null;
  }

  /** Whether the client left before that moment and did not come back. */
  synchronized boolean leftBefore(Instant moment) {
    return left.filter(moment::isAfter).isPresent();
  }

  /** Whether that was a part of a job that goes on. */
  private synchronized boolean arrived(Message message) {
    pending.remove(message);
    return message.reply.answer().filter(answer -> received.received(answer, now())).isPresent();
  }

  /** A job is told of by this session; false if it was before. */
  synchronized boolean add(SessionJob job) {
    if (client == null && !moved) {
      begunAway.add(job.id());
    }
    return received.add(job, now());
  }

  /** Nothing more will be sent of a job. */
  synchronized void over(JobId job) {
    received.over(job, now());
  }

  /**
   * What the client has got of jobs that go on, or were over after that moment; empty if it was
   * told of none.
   */
  synchronized Optional<List<SessionJob>> received(Instant overAfter) {
    received.forget(overAfter);
    return received.isEmpty() ? Optional.empty() : Optional.of(received.all());
  }

  synchronized List<SessionJob> receivedPartly() {
    return received.partly();
  }

  private Instant now() {
    return clock.instant();
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

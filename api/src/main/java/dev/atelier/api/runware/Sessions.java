package dev.atelier.api.runware;

import dev.atelier.gateway.session.ClientSessions;
import dev.atelier.gateway.session.SessionListener;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.queue.session.SessionJob;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * The sessions whose clients are connected to this process, or were so last and left not longer ago
 * than a set time. One that is not here is known by what is stored of it.
 */
final class Sessions implements SessionListener {
  private static final int MAX = 20_000;

  private final ClientSessions stored;
  private final KeepReceipts receipts;
  private final Duration resumeWithin;
  private final BiConsumer<Session, JobId> grew;
  private final InstantSource clock;
  private final Map<UUID, Session> byId = new LinkedHashMap<>();

  /**
   * @param grew told of a job that another process has made for a session that is here
   */
  Sessions(
      ClientSessions stored,
      KeepReceipts receipts,
      Duration resumeWithin,
      BiConsumer<Session, JobId> grew,
      InstantSource clock) {
    this.stored = stored;
    this.receipts = receipts;
    this.resumeWithin = resumeWithin;
    this.grew = grew;
    this.clock = clock;
  }

  /** A session for a client that has connected. */
  record Found(Session session, Source origin) {}

  /** Where a session comes from: nowhere, this process, or what is stored of it. */
  enum Source {
    NEW,
    HERE,
    STORED
  }

  /** The session that a client wants to go on with, if it is there and its own; a new one else. */
  Found of(KeyId key, Optional<UUID> wanted) {
    Optional<Session> here = wanted.flatMap(id -> here(id, key));
    if (here.isPresent()) {
      return new Found(here.get(), Source.HERE);
    }
    Optional<UUID> elsewhere = wanted.filter(id -> stored.known(id, key, resumeWithin));
    return elsewhere
        .map(id -> add(session(id, key), Source.STORED))
        .orElseGet(() -> {
          Session session = session(UUID.randomUUID(), key);
          session.taken();
          return add(session, Source.NEW);
        });
  }

  private Session session(UUID id, KeyId key) {
    return new Session(id, key, receipts, clock);
  }

  private synchronized Optional<Session> here(UUID id, KeyId key) {
    sweep();
    return Optional.ofNullable(byId.get(id)).filter(session -> session.isOf(key));
  }

  /** Of two connections that come at once with the same session the later one joins the other. */
  private synchronized Found add(Session session, Source origin) {
    sweep();
    Session other = byId.putIfAbsent(session.id(), session);
    return other == null ? new Found(session, origin) : new Found(other, Source.HERE);
  }

  private void sweep() {
    var moment = clock.instant().minus(resumeWithin);
    Iterator<Session> all = byId.values().iterator();
    while (all.hasNext()) {
      if (all.next().leftBefore(moment) || byId.size() > MAX) {
        all.remove();
      }
    }
  }

  /** The jobs of a session that is stored, to be told of from here. */
  List<SessionJob> take(Session session) throws InterruptedException {
    return stored.take(session.id(), session.key(), resumeWithin);
  }

  /** One that could not be taken is as if nobody had asked for it. */
  synchronized void forget(Session session) {
    if (byId.remove(session.id(), session)) {
      List<JobId> _ = session.move();
    }
  }

  /** A task that began in a session has become a job; of one that has moved it is told there. */
  void begun(Session session, JobId job) {
    if (session.moved()) {
      stored.grew(session.id(), job);
      grew(session.id(), job);
    }
  }

  /** Whether this process stops and leaves to others whatever its clients still wait for. */
  boolean leftToOthers() {
    return stored.leftToOthers();
  }

  /** A client is back in its session that was here. */
  void back(Session session) {
    receipts.back(session);
  }

  /** A client has left its session, unless it is back by now. */
  void left(Session session) {
    receipts.left(session);
  }

  @Override
  public void taken(UUID id) {
    remove(id).ifPresent(this::move);
  }

  private void move(Session session) {
    boolean attached = session.attached();
    List<JobId> late = session.move();
    late.forEach(job -> stored.grew(session.id(), job));
    if (attached) {
      Thread.ofVirtual().name("session-moved").start(() -> receipts.left(session));
    }
  }

  private synchronized Optional<Session> remove(UUID id) {
    return Optional.ofNullable(byId.remove(id));
  }

  private synchronized Optional<Session> find(UUID id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public void grew(UUID id, JobId job) {
    find(id).ifPresent(session -> grew.accept(session, job));
  }

  /** Who has left may be connected to another process: what is stored of its session counts. */
  @Override
  public synchronized void missed() {
    Iterator<Session> all = byId.values().iterator();
    while (all.hasNext()) {
      Session session = all.next();
      if (!session.attached()) {
        all.remove();
        List<JobId> _ = session.move();
      }
    }
  }
}

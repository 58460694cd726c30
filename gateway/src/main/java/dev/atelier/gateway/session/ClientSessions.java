package dev.atelier.gateway.session;

import dev.atelier.database.NoticeListener;
import dev.atelier.database.Notices;
import dev.atelier.database.Tx;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.queue.session.ClientSessionRows;
import dev.atelier.queue.session.SessionJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * What outlives a process of the sessions of its clients: which jobs came in by one is in the rows
 * of the jobs, what its client has got is written when it leaves. A session is one key's, and is
 * gone on with by whoever names it with that key, at any process.
 */
public final class ClientSessions {
  private static final String TAKEN = "sessiontaken";
  private static final String GREW = "sessiongrew";
  private static final int JOBS_MAX = 1000;

  /** A process that has lost a client and lives says so in this time. */
  private static final Duration LET_GO_WITHIN = Duration.ofSeconds(2);

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final JobStore store;
  private final BooleanSupplier stopping;
  private final Clocks clocks;
  private final ClientSessionRows rows = new ClientSessionRows();

  /**
   * @param stopping whether this process takes no more work
   */
  public ClientSessions(JobStore store, BooleanSupplier stopping, Clocks clocks) {
    this.store = store;
    this.stopping = stopping;
    this.clocks = clocks;
  }

  /** Has {@code listener} told of what other processes do. */
  public void listen(SessionListener listener) {
    notices().listen(TAKEN, new Taken(listener));
    notices()
        .listen(
            GREW,
            text -> {
              String[] both = text.split(" ", 2);
              listener.grew(UUID.fromString(both[0]), JobId.parse(both[1]));
            });
  }

  private record Taken(SessionListener listener) implements NoticeListener {
    @Override
    public void told(String text) {
      listener.taken(UUID.fromString(text));
    }

    @Override
    public void missed() {
      listener.missed();
    }
  }

  /**
   * Whether there is such a session of that key, which this process does not have: its client left
   * it no longer ago than {@code within}, or has jobs that are open or ended lately.
   */
  public boolean known(UUID session, KeyId key, Duration within) {
    return store.read(tx -> {
      Optional<Instant> detached = rows.detached(tx, session, key);
      return detached
          .map(since -> !since.isBefore(tx.now().minus(within)))
          .orElseGet(() -> !rows.jobs(tx, session, key, lately(tx, within), 1).isEmpty());
    });
  }

  /** Who is away may have left a moment before its jobs ended. */
  private static Instant lately(Tx tx, Duration within) {
    return tx.now().minus(within).minus(within);
  }

  /**
   * Goes on with a session that another process had, or an earlier one: its jobs that have not
   * ended, and those that did so lately. Waits a little for a process that has not said yet what
   * the client has got.
   *
   * @param within how long a session is kept
   */
  public List<SessionJob> take(UUID session, KeyId key, Duration within)
      throws InterruptedException {
    notices().send(TAKEN, session.toString());
    long deadline = clocks.deadline(LET_GO_WITHIN);
    while (store.shared() && !left(session, key) && !clocks.passed(deadline)) {
      clocks.sleep(LOOK_EVERY);
    }
    return store.write(tx -> {
      Instant since =
          rows.detached(tx, session, key)
              .map(detached -> detached.minus(within))
              .orElseGet(() -> lately(tx, within));
      rows.attach(tx, session, key);
      return rows.jobs(tx, session, key, since, JOBS_MAX);
    });
  }

  private boolean left(UUID session, KeyId key) {
    return store.read(tx -> rows.detached(tx, session, key)).isPresent();
  }

  /** The same for a session that this process has, with all of its jobs. */
  public void attach(UUID session, KeyId key) {
    notices().send(TAKEN, session.toString());
    store.write(tx -> {
      rows.attach(tx, session, key);
      return session;
    });
  }

  /** A job that came in by another session, or by none, is told of by this one from now on. */
  public void adopt(UUID session, JobId job) {
    store.write(tx -> {
      rows.adopt(tx, session, job);
      return job;
    });
  }

  /**
   * The client is not connected to this process any more.
   *
   * @param received what it has got of the jobs of which it was told lately
   */
  public void leave(UUID session, KeyId key, Collection<SessionJob> received) {
    store.write(tx -> {
      rows.detach(tx, session, key);
      received.forEach(job -> rows.receive(tx, session, job));
      return received;
    });
  }

  /** The client has got a part of jobs that go on. */
  public void receive(UUID session, Collection<SessionJob> received) {
    store.write(tx -> {
      received.forEach(job -> rows.receive(tx, session, job));
      return received;
    });
  }

  /** A task has become a job while its client went on elsewhere. */
  public void grew(UUID session, JobId job) {
    notices().send(GREW, session + " " + job);
  }

  /** Whether this process stops and leaves to others whatever its clients still wait for. */
  public boolean leftToOthers() {
    return stopping.getAsBoolean() && store.shared();
  }

  private Notices notices() {
    return store.database().notices();
  }
}

package dev.atelier.api.runware;

import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.gateway.session.ClientSessions;
import dev.atelier.queue.session.SessionJob;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what clients have got, for the process that they connect to next: all when one
 * leaves, and while it stays only parts of jobs that go on, a second later. A task that is told at
 * once costs no commit.
 */
final class KeepReceipts {
  private static final Logger LOG = LoggerFactory.getLogger(KeepReceipts.class);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final ClientSessions sessions;
  private final Duration resumeWithin;
  private final InstantSource clock;
  private final Set<Session> due = ConcurrentHashMap.newKeySet();

  KeepReceipts(ClientSessions sessions, Duration resumeWithin, InstantSource clock) {
    this.sessions = sessions;
    this.resumeWithin = resumeWithin;
    this.clock = clock;
  }

  /** The client has got a part of something; does not wait. */
  void soon(Session session) {
    if (due.add(session)) {
      Thread.ofVirtual().name("session-receipts").start(() -> later(session));
    }
  }

  private void later(Session session) {
    try {
      Thread.sleep(SOON);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    due.remove(session);
    write(
        session,
        () -> {
          List<SessionJob> partly = session.receivedPartly();
          if (session.attached() && !partly.isEmpty()) {
            sessions.receive(session.id(), partly);
          }
        });
  }

  /** The client has left, unless it is back by now. */
  void left(Session session) {
    write(
        session,
        () -> {
          if (!session.attached()) {
            session
                .received(clock.instant().minus(resumeWithin))
                .ifPresent(received -> sessions.leave(session.id(), session.key(), received));
          }
        });
  }

  /** It is back, and attached. */
  void back(Session session) {
    write(session, () -> sessions.attach(session.id(), session.key()));
  }

  private static void write(Session session, Runnable body) {
    session.writing().lock();
    try {
      body.run();
    } catch (DatabaseUnavailableException e) {
      LOG.info("what a client has got was not written: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("what a client has got could not be written", e);
    } finally {
      session.writing().unlock();
    }
  }
}

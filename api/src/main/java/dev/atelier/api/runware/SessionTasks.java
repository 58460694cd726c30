package dev.atelier.api.runware;

import dev.atelier.image.JobId;
import dev.atelier.queue.session.SessionJob;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs the tasks of sessions, each on a thread of its own, wherever they began. */
final class SessionTasks {
  private static final Logger LOG = LoggerFactory.getLogger(SessionTasks.class);

  private final PerformTask perform;
  private final Sessions sessions;

  SessionTasks(PerformTask perform, Sessions sessions) {
    this.perform = perform;
    this.sessions = sessions;
  }

  /** A task of the client that is connected, which the session has begun. */
  void perform(Session session, Caller caller, TaskBody task) {
    Thread.ofVirtual()
        .name("socket-task")
        .start(() -> {
          try (var told = new SessionTask(session, sessions)) {
            session.awaitTaken();
            perform.perform(caller, task, told);
          }
        });
  }

  /**
   * Tells of whatever another process had to tell.
   *
   * @param failed called where it cannot be read: the client is to ask again
   */
  void take(Session session, Supplier<Caller> caller, Runnable failed) {
    Thread.ofVirtual()
        .name("session-taken")
        .start(() -> {
          try {
            sessions.take(session).forEach(job -> goOn(session, caller, job));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            LOG.warn("a session could not be gone on with", e);
            sessions.forget(session);
            failed.run();
          } finally {
            session.taken();
          }
        });
  }

  /** Tells of a job that another process has just made. */
  void goOn(Session session, Supplier<Caller> caller, JobId job) {
    goOn(session, caller, new SessionJob(job, Set.of()));
  }

  private void goOn(Session session, Supplier<Caller> caller, SessionJob job) {
    boolean _ = session.begin(Integer.MAX_VALUE);
    Thread.ofVirtual()
        .name("session-job")
        .start(() -> {
          try (var told = new SessionTask(session, sessions)) {
            if (told.goesOn(job)) {
              perform.goOn(caller.get(), job, told);
            }
          } catch (RuntimeException e) {
            LOG.warn("job {}: its client could not be told", job.id(), e);
          }
        });
  }
}

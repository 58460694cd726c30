package dev.atelier.api.runware;

import dev.atelier.image.JobId;
import dev.atelier.queue.session.SessionJob;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** One task in progress whose answers go to a session. */
final class SessionTask implements Replies, AutoCloseable {
  private final Session session;
  private final Sessions sessions;
  private Optional<JobId> job = Optional.empty();

  SessionTask(Session session, Sessions sessions) {
    this.session = session;
    this.sessions = sessions;
  }

  @Override
  public void send(Reply reply) {
    session.send(reply);
  }

  @Override
  public void accepted(JobId accepted) {
    job = Optional.of(accepted);
    boolean _ = session.add(new SessionJob(accepted, Set.of()));
    sessions.begun(session, accepted);
  }

  /** Whether the session did not tell of that job before. */
  boolean goesOn(SessionJob known) {
    boolean first = session.add(known);
    if (first) {
      job = Optional.of(known.id());
    }
    return first;
  }

  @Override
  public void waiting() throws IOException {
    if (session.moved()) {
      throw new PerformTask.MovedException();
    }
  }

  @Override
  public boolean leftToOthers() {
    return job.isPresent() && sessions.leftToOthers();
  }

  @Override
  public void close() {
    job.ifPresent(session::over);
    session.end();
  }
}

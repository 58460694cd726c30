package dev.atelier.api.runware;

import dev.atelier.image.JobId;
import dev.atelier.queue.session.SessionJob;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which answers of its jobs a session's client is known to have: of those that go on, and of those
 * that were over lately. Guarded by its session.
 */
final class ReceivedAnswers {
  private static final int JOBS_MAX = 10_000;

  private final Map<JobId, Known> jobs = new LinkedHashMap<>();

  /** One job. */
  private static final class Known {
    private final Set<Integer> received;
    private boolean over;
    private Instant last;

    Known(Set<Integer> received, Instant now) {
      this.received = new HashSet<>(received);
      this.last = now;
    }
  }

  /** Whether it is the first to be heard of that job. */
  boolean add(SessionJob job, Instant now) {
    boolean first = jobs.putIfAbsent(job.id(), new Known(job.received(), now)) == null;
    if (jobs.size() > JOBS_MAX) {
      jobs.remove(jobs.keySet().iterator().next());
    }
    return first;
  }

  /** Whether the client has got a part of a job that goes on. */
  boolean received(Reply.JobAnswer answer, Instant now) {
    Known job = jobs.get(answer.job());
    if (job == null) {
      return false;
    }
    job.last = now;
    job.received.add(answer.index());
    return !job.over;
  }

  /** Nothing more will be sent of a job. */
  void over(JobId id, Instant now) {
    Known job = jobs.get(id);
    if (job != null) {
      job.over = true;
      job.last = now;
    }
  }

  /** Forgets jobs that are over, of which nothing was heard since then. */
  void forget(Instant before) {
    jobs.values().removeIf(job -> job.over && job.last.isBefore(before));
  }

  /** All of which something was received. */
  List<SessionJob> all() {
    return those(_ -> true);
  }

  /** Those of them that go on. */
  List<SessionJob> partly() {
    return those(job -> !job.over);
  }

  private List<SessionJob> those(Predicate<Known> wanted) {
    return jobs.entrySet().stream()
        .filter(one -> !one.getValue().received.isEmpty() && wanted.test(one.getValue()))
        .map(one -> new SessionJob(one.getKey(), one.getValue().received))
        .toList();
  }

  boolean isEmpty() {
    return jobs.isEmpty();
  }
}

package dev.atelier.gateway.attempt;

import dev.atelier.gateway.job.Clocks;
import dev.atelier.image.AttemptId;
import dev.atelier.image.JobId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The calls that this process is making now, so that they can be ended early. */
public final class RunningCalls {
  private final Map<AttemptId, Entry> entries = new ConcurrentHashMap<>();

  /** By job: until when a call of it may be about to leave that nobody could interrupt yet. */
  private final Map<JobId, Long> cancelled = new ConcurrentHashMap<>();

  private final Clocks clocks;

  public RunningCalls(Clocks clocks) {
    this.clocks = clocks;
  }

  /** Registers the calling thread as the one that makes this call. */
  void enter(AttemptId attempt, JobId job) {
    entries.put(attempt, new Entry(job, Thread.currentThread()));
  }

  /** The upstream is asked, for so long at most. */
  void asking(AttemptId attempt, Duration atMost) {
    entry(attempt).ifPresent(entry -> entry.deadline = OptionalLong.of(clocks.deadline(atMost)));
  }

  /** The upstream has answered; an interrupt that came too late for it is swallowed. */
  void asked(AttemptId attempt) {
    entry(attempt).ifPresent(Entry::rest);
  }

  /** The calling thread no longer makes it; a late interrupt is swallowed. */
  void leave(AttemptId attempt) {
    entry(attempt).ifPresent(Entry::close);
    entries.remove(attempt);
  }

  private Optional<Entry> entry(AttemptId attempt) {
    return Optional.ofNullable(entries.get(attempt));
  }

  /** Ends every call of a job that was cancelled. */
  public void cancel(JobId job) {
    cancelled.values().removeIf(clocks::passed);
    cancelled.put(job, clocks.deadline(PlannedCall.MARK_HOLDS.multipliedBy(2)));
    entries.values().stream().filter(entry -> entry.job.equals(job)).forEach(Entry::cancel);
  }

  /** Whether this call goes on, or ends just now, though its job was cancelled. */
  boolean cancelled(AttemptId attempt) {
    return entry(attempt).filter(Entry::cancelled).isPresent();
  }

  /** Whether a job was cancelled here within the time that a mark in an intent holds. */
  boolean justCancelled(JobId job) {
    return cancelled.containsKey(job);
  }

  /** Ends every call whose time is over. */
  public void interruptOverdue() {
    entries.values().stream()
        .filter(entry -> entry.deadline.isPresent() && clocks.passed(entry.deadline.getAsLong()))
        .forEach(Entry::interrupt);
  }

  /** Ends every call of this process, as the server stops; none of them counts as cancelled. */
  public void interruptAll() {
    entries.values().forEach(Entry::interrupt);
  }

  /** The jobs that they are for. */
  public Set<JobId> jobs() {
    return entries.values().stream().map(entry -> entry.job).collect(Collectors.toSet());
  }

  public int count() {
    return entries.size();
  }

  private static final class Entry {
    private final JobId job;
    private final Thread thread;
    private volatile OptionalLong deadline = OptionalLong.empty();
    private boolean open = true;
    private boolean cancelled;

    Entry(JobId job, Thread thread) {
      this.job = job;
      this.thread = thread;
    }

    synchronized void cancel() {
      cancelled = true;
      interrupt();
    }

    synchronized boolean cancelled() {
      return cancelled;
    }

    synchronized void interrupt() {
      if (open && !thread.equals(Thread.currentThread())) {
        thread.interrupt();
      }
    }

    synchronized void rest() {
      deadline = OptionalLong.empty();
      Thread.interrupted();
    }

    synchronized void close() {
      open = false;
      Thread.interrupted();
    }
  }
}

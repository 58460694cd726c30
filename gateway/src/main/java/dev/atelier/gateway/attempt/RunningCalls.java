package dev.atelier.gateway.attempt;

import dev.atelier.gateway.job.Clocks;
import dev.atelier.image.AttemptId;
import dev.atelier.image.JobId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The calls that this process is making now, so that they can be ended early. */
public final class RunningCalls {
  private final Map<AttemptId, Entry> entries = new ConcurrentHashMap<>();
  private final Clocks clocks;

  public RunningCalls(Clocks clocks) {
    this.clocks = clocks;
  }

  /** Registers the calling thread as the one that makes this call, for so long at most. */
  void enter(AttemptId attempt, JobId job, Duration atMost) {
    entries.put(attempt, new Entry(job, Thread.currentThread(), clocks.deadline(atMost)));
  }

  /**
   * The calling thread no longer makes it; a late interrupt is swallowed. Whether it was cancelled.
   */
  boolean leave(AttemptId attempt) {
    Entry entry = entries.remove(attempt);
    return entry != null && entry.close();
  }

  /** Ends every call of a job that was cancelled. */
  public void cancel(JobId job) {
    entries.values().stream().filter(entry -> entry.job.equals(job)).forEach(Entry::cancel);
  }

  /** Whether this call goes on, or ends just now, though its job was cancelled. */
  boolean cancelled(AttemptId attempt) {
    Entry entry = entries.get(attempt);
    return entry != null && entry.cancelled();
  }

  /** Ends every call whose time is over. */
  public void interruptOverdue() {
    entries.values().stream()
        .filter(entry -> clocks.passed(entry.deadline))
        .forEach(Entry::interrupt);
  }

  /** Ends every call of this process, as the server stops; none of them counts as cancelled. */
  public void interruptAll() {
    entries.values().forEach(Entry::interrupt);
  }

  public int count() {
    return entries.size();
  }

  private static final class Entry {
    private final JobId job;
    private final Thread thread;
    private final long deadline;
    private boolean open = true;
    private boolean cancelled;

    Entry(JobId job, Thread thread, long deadline) {
      this.job = job;
      this.thread = thread;
      this.deadline = deadline;
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

    synchronized boolean close() {
      open = false;
      Thread.interrupted();
      return cancelled;
    }
  }
}

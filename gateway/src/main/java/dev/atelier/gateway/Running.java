package dev.atelier.gateway;

import dev.atelier.image.JobId;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The attempts that this process is making now, so that they can be ended early. */
final class Running {
  private final Map<JobId, Entry> entries = new ConcurrentHashMap<>();

  /** Registers the calling thread as the one that works on {@code job} until {@code deadline}. */
  void enter(JobId job, Instant deadline) {
    entries.put(job, new Entry(Thread.currentThread(), deadline));
  }

  /** The calling thread no longer works on {@code job}; a late interrupt is swallowed. */
  void leave(JobId job) {
    Entry entry = entries.remove(job);
    if (entry != null) {
      entry.close();
    }
  }

  void interrupt(JobId job) {
    Entry entry = entries.get(job);
    if (entry != null) {
      entry.interrupt();
    }
  }

  /** Ends every attempt whose time is over. */
  void interruptOverdue(Instant now) {
    entries.values().stream()
        .filter(entry -> now.isAfter(entry.deadline))
        .forEach(Entry::interrupt);
  }

  void interruptAll() {
    entries.values().forEach(Entry::interrupt);
  }

  int count() {
    return entries.size();
  }

  private static final class Entry {
    private final Thread thread;
    private final Instant deadline;
    private boolean open = true;

    Entry(Thread thread, Instant deadline) {
      this.thread = thread;
      this.deadline = deadline;
    }

    synchronized void interrupt() {
      if (open && !thread.equals(Thread.currentThread())) {
        thread.interrupt();
      }
    }

    synchronized void close() {
      open = false;
      Thread.interrupted();
    }
  }
}

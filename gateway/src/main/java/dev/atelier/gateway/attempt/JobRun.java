package dev.atelier.gateway.attempt;

import dev.atelier.gateway.job.Clocks;
import dev.atelier.image.AccountId;
import dev.atelier.queue.Job;
import dev.atelier.queue.Lease;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A leased job at work in this process: how many calls are open, and which images wait for one. A
 * hint for opening more; what is true stands in the rows.
 */
final class JobRun {
  private final Lease lease;
  private final Clocks clocks;
  private final Map<Integer, Long> delayed = new HashMap<>();
  private final Set<AccountId> failedAt = new HashSet<>();
  private List<Integer> unassigned = List.of();
  private Job job;
  private int open;

  JobRun(LeasedJob work, Clocks clocks) {
    this.lease = work.lease();
    this.job = work.job();
    this.clocks = clocks;
    this.open = work.calls().size();
    this.unassigned =
        work.job().pending().stream()
            .filter(index -> work.calls().stream().noneMatch(call -> call.images().contains(index)))
            .toList();
  }

  Lease lease() {
    return lease;
  }

  synchronized Job job() {
    return job;
  }

  /** Accounts at which calls of the job failed, as far as this run knows. */
  synchronized Set<AccountId> failedAt() {
    return Set.copyOf(failedAt);
  }

  synchronized void failedAt(Set<AccountId> more) {
    failedAt.addAll(more);
  }

  /** Images that no call makes and that need not wait. */
  synchronized List<Integer> wanted() {
    return unassigned.stream().filter(index -> !waits(index)).toList();
  }

  /** Whether any image has no call yet, waiting or not. */
  synchronized boolean hungry() {
    return open > 0 && !unassigned.isEmpty();
  }

  synchronized boolean waits(int index) {
    Long until = delayed.get(index);
    return until != null && !clocks.passed(until);
  }

  /** How long images must still wait. */
  synchronized Map<Integer, Duration> waiting() {
    var waiting = new HashMap<Integer, Duration>();
    delayed.forEach((index, until) -> {
      if (!clocks.passed(until)) {
        waiting.put(index, clocks.left(until));
      }
    });
    return waiting;
  }

  synchronized int open() {
    return open;
  }

  /** So many calls more were begun, and these images are left without one. */
  synchronized void opened(int calls, List<Integer> left) {
    open += calls;
    unassigned = List.copyOf(left);
  }

  /** A call ended, and this is how the job stands. */
  synchronized void settled(SettleAttempt.After after) {
    job = after.job();
    unassigned = List.copyOf(after.unassigned());
    after.delays().forEach((index, wait) -> delayed.put(index, deadline(wait)));
  }

  /** A call is over for good: no other goes on in its slot. Whether it was the last. */
  synchronized boolean closed() {
    open--;
    return open == 0;
  }

  private long deadline(Duration wait) {
    return clocks.deadline(wait);
  }
}

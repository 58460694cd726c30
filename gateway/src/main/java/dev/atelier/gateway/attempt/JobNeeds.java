package dev.atelier.gateway.attempt;

import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.image.Blocked;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.provider.account.RoutingKey;
import dev.atelier.provider.account.SlotRequest;
import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.Lease;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a running job still needs, told from its rows: which images no call makes, and whether
 * buying more makes sense at all. A job that can no longer succeed, or of which the upstream
 * refused an image, buys nothing more.
 */
public final class JobNeeds {
  private final JobQueue queue;

  public JobNeeds(JobQueue queue) {
    this.queue = queue;
  }

  /** The slot that a job needs which waits: at an account that failed it only if there must be. */
  public SlotRequest slot(Tx tx, Job job) {
    return slot(job, failedAt(tx, job.id()));
  }

  /**
   * The same of a job whose failures are known.
   *
   * @param failedAt accounts at which calls of it failed
   */
  static SlotRequest slot(Job job, Set<AccountId> failedAt) {
    return SlotRequest.of(RoutingKey.parse(job.route()), job.tenant(), job.request().order())
        .after(failedAt);
  }

  /** Accounts at which calls of a job failed. */
  Set<AccountId> failedAt(Tx tx, JobId job) {
    return ImageHistory.failedAt(queue.attempts(tx, job));
  }

  /** Pending images that no open call makes. */
  List<Integer> unassigned(Tx tx, Job fresh) {
    return unassigned(fresh, queue.attempts(tx, fresh.id()));
  }

  static List<Integer> unassigned(Job fresh, List<AttemptRow> attempts) {
    var assigned = new HashSet<Integer>();
    attempts.stream()
        .filter(AttemptRow::open)
        .forEach(attempt -> assigned.addAll(attempt.images()));
    return fresh.pending().stream().filter(index -> !assigned.contains(index)).toList();
  }

  /** What no call makes yet is not asked for: no account can make it soon. */
  void giveUp(Tx tx, Job known, Lease lease) {
    Job fresh = queue.refresh(tx, known);
    failUnassigned(tx, fresh, lease, queue.attempts(tx, known.id()));
  }

  /** Ends the job if nothing is left to make, or to buy; whether it did. */
  public boolean settle(Tx tx, Job known, Lease lease) {
    if (!deliversBeforeItsCallEnds(tx, known) && ended(tx, lease)) {
      return true;
    }
    Job fresh = queue.refresh(tx, known);
    List<AttemptRow> attempts = queue.attempts(tx, known.id());
    if (!lost(fresh, attempts)) {
      return false;
    }
    failUnassigned(tx, fresh, lease, attempts);
    return attempts.stream().noneMatch(AttemptRow::open) && ended(tx, lease);
  }

  private boolean ended(Tx tx, Lease lease) {
    return queue.settle(tx, lease, tx.now()).isPresent();
  }

  /** Images delivered one by one may all be there while a call is yet to say how it ended. */
  private boolean deliversBeforeItsCallEnds(Tx tx, Job job) {
    return job.completion() == CompletionPolicy.EACH
        && queue.attempts(tx, job.id()).stream().anyMatch(AttemptRow::open);
  }

  private static boolean lost(Job job, List<AttemptRow> attempts) {
    var faults = job.images().stream().flatMap(image -> image.fault().stream()).toList();
    int blocked = (int) faults.stream().filter(fault -> fault instanceof Blocked).count();
    return !job.completion().satisfiable(blocked, faults.size() - blocked)
        || attempts.stream()
            .anyMatch(attempt -> attempt.outcome().filter(Outcomes.REFUSED::equals).isPresent());
  }

  /** What is not bought fails as the first that failed. */
  private void failUnassigned(Tx tx, Job job, Lease lease, List<AttemptRow> attempts) {
    JobFault fault =
        job.images().stream()
            .flatMap(image -> image.fault().stream())
            .findFirst()
            .orElseGet(() -> new JobFault.UpstreamRefused("another image of the job was refused"));
    unassigned(job, attempts).forEach(index -> queue.failImage(tx, lease, index, fault, tx.now()));
  }
}

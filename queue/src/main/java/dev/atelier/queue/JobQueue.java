package dev.atelier.queue;

import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.AttemptId;
import dev.atelier.image.Difference;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.queue.claim.ClaimOrder;
import dev.atelier.queue.claim.QueueCounters;
import dev.atelier.queue.claim.QueueDepth;
import dev.atelier.queue.claim.QueuePosition;
import dev.atelier.queue.claim.QueueSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The durable jobs. Every method is a few statements over a bounded number of rows inside the
 * caller's transaction; none waits, and no time is read here.
 *
 * <p>A method that takes a {@link Lease} throws {@link LeaseLostException} when that lease is not
 * the job's current one; nothing was written then, and the transaction should roll back.
 */
public final class JobQueue {
  private final QueueCounters counters;
  private final InsertJobs submissions;
  private final ClaimOrder order;
  private final Leases leases;
  private final Attempts attempts;
  private final CompleteJobs completions;
  private final JobRows rows = new JobRows();
  private final Differences differences = new Differences();

  public JobQueue(QueueSettings settings) {
    counters = new QueueCounters(settings);
    order = new ClaimOrder(settings, counters);
    leases = new Leases(counters);
    attempts = new Attempts(leases);
    completions = new CompleteJobs(counters, leases);
    submissions = new InsertJobs(counters, completions);
  }

  // ---- in ----

  /**
   * Accepts a job, ready to be claimed.
   *
   * @throws FaultException with {@link AdmissionFault.QueueFull} if the queue is at its bound
   */
  public void submit(Tx tx, JobSpec job) {
    submissions.queued(tx, job);
  }

  /**
   * Accepts a job that starts at once on {@code node}, since there is a free slot: the same as
   * {@link #submit} and {@link #claimSubmitted} for a third of the work. It is never queued, so the
   * queue's bound does not apply.
   */
  public Lease submitRunning(Tx tx, JobSpec job, String node, Instant now, Instant leaseExpires) {
    return submissions.running(tx, job, node, now, leaseExpires);
  }

  /**
   * Accepts a job that has already failed, for dialects that report bad input late: it is never
   * queued, and ended when it was created.
   */
  public void submitFailed(Tx tx, JobSpec job, JobFault fault) {
    submissions.failed(tx, job, fault);
  }

  // ---- claims ----

  /**
   * Claims the job just submitted in the same transaction, whatever else is queued.
   *
   * @throws IllegalStateException if that job is not ready to be claimed
   */
  public Lease claimSubmitted(Tx tx, JobId job, String node, Instant now, Instant leaseExpires) {
    return leases
        .start(tx, job.toString(), node, now, leaseExpires)
        .orElseThrow(() -> new IllegalStateException("job " + job + " is not ready"));
  }

  /**
   * Claims the job whose turn it is among those of {@code routes}, as {@link ClaimOrder} says. A
   * job past its start deadline may still be claimed until {@link #failOverdue} has seen it: call
   * that first, in the same transaction, where it matters.
   */
  public Optional<Lease> claim(
      Tx tx, Set<String> routes, String node, Instant now, Instant leaseExpires) {
    return claim(tx, routes, node, now, leaseExpires, 1).stream().findFirst();
  }

  /**
   * The same of at most so many jobs, in the turns of their tenants.
   *
   * @param max 1 or more
   */
  public List<Lease> claim(
      Tx tx, Set<String> routes, String node, Instant now, Instant leaseExpires, int max) {
    if (!counters.alone()) {
      return leases.claim(tx, order.turns(tx, routes, now, max), node, now, leaseExpires);
    }
    return Stream.generate(() ->
            order
                .next(tx, routes, now)
                .map(head -> leases.claim(tx, head, node, now, leaseExpires)))
        .limit(max)
        .takeWhile(Optional::isPresent)
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Prolongs every lease that {@code node} holds, and returns how many. One that has expired is
   * revived unless another node took it over: the database may have been away for longer.
   */
  public int renew(Tx tx, String node, Instant expires) {
    return leases.renew(tx, node, expires);
  }

  /**
   * Proves that the lease which {@code found} was found with is still void, until this transaction
   * ends.
   *
   * @throws LeaseLostException if its holder has renewed it, or another took it over
   */
  public void requireVoid(Tx tx, InterruptedJob found, Instant now) {
    JobId job = found.job().id();
    if (!leases.isVoid(tx, job, found.token(), now)) {
      throw new LeaseLostException(new Lease(job, "", found.token()));
    }
  }

  /**
   * Ends every lease of {@code node}, which renews none any more, for others to take its jobs over;
   * returns how many. They ended at {@link Lease#GIVEN_UP}, as no other lease does.
   */
  public int giveUp(Tx tx, String node) {
    return leases.giveUp(tx, node);
  }

  /**
   * Puts a running job back into the queue, with its age and what it has finished.
   *
   * @throws IllegalStateException if a call of it is open: its images may be made twice then
   */
  public void requeue(Tx tx, Lease lease, Instant notBefore) {
    leases.release(tx, lease, notBefore);
    if (attempts.of(tx, lease.job()).stream().anyMatch(AttemptRow::open)) {
      throw new IllegalStateException("job " + lease.job() + " has an open call");
    }
  }

  /**
   * Running jobs whose lease is void, the longest void first, for {@link #takeOver}.
   *
   * @param exceptNode leases of this node are never void
   * @param allLeasesVoid whether those of all other nodes are, expired or not: the nodes are proved
   *     dead
   */
  public List<InterruptedJob> interrupted(
      Tx tx, String exceptNode, Instant now, boolean allLeasesVoid, int limit) {
    var latest = allLeasesVoid ? Instant.ofEpochMilli(Long.MAX_VALUE) : now;
    return leases.expired(tx, exceptNode, latest, limit).stream()
        .map(job -> interrupted(tx, rows.head(tx, job).orElseThrow()))
        .toList();
  }

  /**
   * Running jobs of nodes that are proved dead, for {@link #takeOver}.
   *
   * @param exceptNode is alive
   * @param prefix what the names of the others begin with
   */
  public List<InterruptedJob> leftBy(Tx tx, String exceptNode, String prefix, int limit) {
    return leases.ofNodes(tx, exceptNode, prefix, limit).stream()
        .map(job -> interrupted(tx, rows.head(tx, job).orElseThrow()))
        .toList();
  }

  /** Every lease that {@code node} holds. */
  public List<Lease> held(Tx tx, String node) {
    return leases.held(tx, node);
  }

  /** The job under {@code lease} for {@link #takeOver}; empty if that lease is over. */
  public Optional<InterruptedJob> interrupted(Tx tx, Lease lease) {
    return rows.head(tx, lease.job())
        .filter(head -> head.token() == lease.token() && head.job().state() == JobState.RUNNING)
        .map(head -> interrupted(tx, head));
  }

  /**
   * Makes {@code node} the one that runs an interrupted job.
   *
   * @param expectedToken the {@link InterruptedJob#token()} it was found with
   * @throws LeaseLostException if another node was faster, or the job has ended
   */
  public Lease takeOver(
      Tx tx, JobId job, long expectedToken, String node, Instant now, Instant expires) {
    if (!expires.isAfter(now)) {
      throw new IllegalArgumentException("a lease ends after now");
    }
    return leases.takeOver(tx, job, expectedToken, node, expires);
  }

  /** Whether another took the job over from this lease. */
  public boolean takenOver(Tx tx, Lease lease) {
    return leases.takenOver(tx, lease);
  }

  // ---- attempts ----

  /** Records the intent to call {@code account} for {@code images}, before the call leaves. */
  public AttemptId begin(
      Tx tx, Lease lease, AttemptId id, AccountId account, List<Integer> images, Instant now) {
    return begin(tx, lease, id, account, images, List.of(), now, Optional.empty());
  }

  /**
   * The same with its reasons.
   *
   * @param choice why this account, and why no other, in lines
   * @param sending where its first byte leaves with this commit; otherwise see {@link #sending}
   */
  public AttemptId begin(
      Tx tx,
      Lease lease,
      AttemptId id,
      AccountId account,
      List<Integer> images,
      List<String> choice,
      Instant now,
      Optional<Sending> sending) {
    attempts.begin(tx, lease, id, account, images, choice, now, sending);
    return id;
  }

  /** Records that the first byte of an open call is about to leave. */
  public void sending(Tx tx, Lease lease, AttemptId id, Sending sending) {
    attempts.sending(tx, lease, id, sending);
  }

  /** Records the upstream's own id of an open call. */
  public void remoteId(Tx tx, Lease lease, AttemptId id, String remoteId) {
    attempts.remoteId(tx, lease, id, remoteId);
  }

  /** Records how a call ended; once. */
  public void end(Tx tx, Lease lease, AttemptId id, AttemptEnd end) {
    attempts.end(tx, lease, id, end);
  }

  /**
   * The same of a call with which its job has ended, earlier in this transaction: that end has
   * proven the lease.
   */
  public void endWithJob(Tx tx, JobId job, AttemptId id, AttemptEnd end) {
    attempts.endWithJob(tx, job, id, end);
  }

  /**
   * Records how a call ended whose job has ended before it, by a cancel for instance. False if the
   * job has not ended, or the call was ended already.
   */
  public boolean endLate(Tx tx, JobId job, AttemptId id, AttemptEnd end) {
    return attempts.endLate(tx, job, id, end);
  }

  public Optional<AttemptRow> attempt(Tx tx, JobId job, AttemptId id) {
    return attempts.find(tx, job, id);
  }

  /**
   * Jobs that ended by {@code endedBy}, and yet have open calls: they were cancelled, and whoever
   * made the call did not live to tell how it went. For {@link #endLate}.
   */
  public List<InterruptedJob> orphaned(Tx tx, Instant endedBy, int limit) {
    return attempts.orphaned(tx, endedBy, limit).stream()
        .map(job -> interrupted(tx, rows.head(tx, job).orElseThrow()))
        .toList();
  }

  /** All calls made for a job, in the order in which they began. */
  public List<AttemptRow> attempts(Tx tx, JobId job) {
    return attempts.of(tx, job);
  }

  /** Why the accounts of a job's calls were chosen, in lines; only of calls that say so. */
  public Map<AttemptId, List<String>> choices(Tx tx, JobId job) {
    return attempts.choices(tx, job);
  }

  /** The same with all that is kept of them. */
  public List<LoggedAttempt> log(Tx tx, JobId job) {
    return RequestLog.of(tx, job);
  }

  /** The calls of many jobs, newest first. */
  public List<LoggedAttempt> log(Tx tx, AttemptFilter filter) {
    return RequestLog.list(tx, filter);
  }

  /** What an account did since then. */
  public AttemptTotals totals(Tx tx, AccountId account, Instant since) {
    return RequestLog.totals(tx, account, since);
  }

  /**
   * Records that a call brought something otherwise than ordered, and counts it for its account.
   * False if that was recorded before: then nothing changed.
   */
  public boolean differed(Tx tx, JobId job, JobDifference difference) {
    return differences.record(tx, job, difference);
  }

  /** What a job's calls brought otherwise than ordered. */
  public List<JobDifference> differences(Tx tx, JobId job) {
    return differences.of(tx, job);
  }

  /** How often an account did what otherwise than ordered, since ever. */
  public Map<Difference.Kind, Long> differences(Tx tx, AccountId account) {
    return differences.of(tx, account);
  }

  /** Records for which categories moderation let a job's request pass and wants it looked at. */
  public void flag(Tx tx, JobId job, List<String> categories) {
    Flags.record(tx, job, categories);
  }

  /** The categories for which a job's request should be looked at, in alphabetical order. */
  public List<String> flagged(Tx tx, JobId job) {
    return Flags.of(tx, job);
  }

  // ---- out ----

  /**
   * Marks a picture done. False if it was not pending: then nothing changed, and nothing is to be
   * charged.
   */
  public boolean finishImage(Tx tx, Lease lease, JobImage image) {
    return completions.finish(tx, lease, image);
  }

  /**
   * Marks all pictures of a job done of which none has ended before, and ends it: the same as
   * {@link #finishImage} for each and {@link #settle}, in two statements.
   *
   * @param job as the holder of the lease knows it
   * @return the job as it ended
   */
  public Job finishAll(Tx tx, Lease lease, Job job, List<JobImage> images, Instant now) {
    return completions.finishAll(tx, lease, job, images, now);
  }

  /** Marks a picture failed. False if it was not pending: then nothing changed. */
  public boolean failImage(Tx tx, Lease lease, int index, JobFault fault, Instant now) {
    return completions.fail(tx, lease, index, fault, now);
  }

  /**
   * Ends the job and its lease if no picture is pending: by its {@link CompletionPolicy} it has
   * succeeded, or failed with the fault of its first failed picture.
   *
   * @return the state it ended in; empty while a picture is pending
   */
  public Optional<JobState> settle(Tx tx, Lease lease, Instant now) {
    return completions.settle(tx, lease, now);
  }

  /**
   * Cancels a job unless it has ended or every picture of it is done; pictures that are done stay.
   * Whoever runs it loses its lease.
   */
  public CancelResult cancel(Tx tx, TenantId tenant, JobId job, Instant now) {
    return completions.cancel(tx, tenant, job, now);
  }

  /**
   * Records that a job's owner took the answer back. False if that was recorded before: then
   * nothing changed.
   */
  public boolean withdraw(Tx tx, JobId job, Instant now) {
    return Withdrawals.add(tx, job, now);
  }

  /** Whether a job's owner took the answer back. */
  public boolean withdrawn(Tx tx, JobId job) {
    return Withdrawals.has(tx, job);
  }

  /**
   * Ends jobs that are still queued at their start deadline, the longest overdue first, and returns
   * them: pending pictures fail with {@link JobFault.StartDeadlinePassed}. (A job that came back
   * with pictures done may have succeeded by that.)
   */
  public List<JobId> failOverdue(Tx tx, Instant now, int limit) {
    return completions.failOverdue(tx, now, limit);
  }

  /** Removes up to {@code limit} jobs that ended before {@code endedBefore}; returns how many. */
  public int forget(Tx tx, Instant endedBefore, int limit) {
    return Retention.forget(tx, endedBefore, limit);
  }

  // ---- questions ----

  public Optional<Job> find(Tx tx, JobId id) {
    return rows.find(tx, id);
  }

  /** Those of these jobs that are there, the newest first. */
  public List<Job> find(Tx tx, List<JobId> ids) {
    return rows.find(tx, ids);
  }

  /** The span of the request in which a job came in; empty if it was not traced. */
  public Optional<String> traceparent(Tx tx, JobId id) {
    return rows.traceparent(tx, id);
  }

  /** A job as it is now; what never changes is taken from {@code known}. */
  public Job refresh(Tx tx, Job known) {
    return rows.refresh(tx, known);
  }

  /** Whether a job is there and nothing of it has changed since it was read. */
  public boolean unchanged(Tx tx, Job known) {
    return rows.unchanged(tx, known);
  }

  /** The job, if it is this tenant's. */
  public Optional<Job> find(Tx tx, TenantId tenant, JobId id) {
    return rows.find(tx, tenant, id);
  }

  /** The tenant's jobs in {@code state}, or all, older than {@code before}; newest first. */
  public List<Job> list(
      Tx tx, TenantId tenant, Optional<JobState> state, Optional<JobId> before, int limit) {
    return rows.list(tx, tenant, state, before, limit);
  }

  /** The same of every tenant. */
  public List<Job> listAll(Tx tx, Optional<JobState> state, Optional<JobId> before, int limit) {
    return rows.listAll(tx, state, before, limit);
  }

  public QueueDepth depth(Tx tx) {
    return QueueCounters.depth(tx);
  }

  /** Whether no job is queued. */
  public boolean empty(Tx tx) {
    return QueueCounters.empty(tx);
  }

  /** Interactive jobs of these routes that only wait for their turn. */
  public long interactiveReady(Tx tx, Set<String> routes) {
    return QueueCounters.interactiveReady(tx, routes);
  }

  /**
   * How many jobs of these routes are served before this one; 0 if it is not queued. What the
   * claims that look among background jobs first change is left out, so a background job may have
   * its turn sooner. Counts of more than 10,000 are cut.
   *
   * @param routes those whose jobs the same accounts make: the job's own and perhaps others
   */
  public long ahead(Tx tx, JobId job, Set<String> routes) {
    return QueuePosition.ahead(tx, job, routes);
  }

  private InterruptedJob interrupted(Tx tx, JobRows.Head head) {
    var job = rows.withImages(tx, List.of(head)).getFirst();
    return new InterruptedJob(job, attempts.of(tx, job.id()), head.token());
  }
}

package dev.atelier.gateway.privacy;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.tenant.EraseNames;
import dev.atelier.queue.DataOwner;
import dev.atelier.queue.EraseJobs;
import dev.atelier.queue.EraseJobs.Request;
import dev.atelier.storage.ExpireArtifacts;
import dev.atelier.storage.ExpireArtifacts.Size;
import dev.atelier.storage.gallery.Boards;
import dev.atelier.webhook.outbox.EraseDeliveries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Erases all that was an owner's at a moment: what runs is cancelled, then jobs go with their
 * texts, pictures, deliveries and idempotency keys, and of a whole tenant uploads, receivers and
 * names too. The ledger and the audit log stay. It goes on in transactions of a few jobs, and who
 * asked is remembered until nothing is left, so that neither a crash nor a time-out ends it.
 */
public final class EraseData {
  private static final int BATCH = 50;
  private static final int PAGE = 200;
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** So long calls that were cancelled are waited for. */
  private static final Duration CALLS_END = Duration.ofSeconds(2);

  private final Database database;
  private final EraseJobs jobs;
  private final CancelOpen cancel;
  private final SweepFiles files;
  private final Purge purge;
  private final Duration callMax;
  private final Clocks clocks;

  /** Ends a job that has not ended, with its money, as its owner's own cancel does. */
  @FunctionalInterface
  public interface CancelOpen {
    void cancel(TenantId tenant, JobId job);
  }

  /** Deletes the files of artifacts that expired; returns how many artifacts went. */
  @FunctionalInterface
  public interface SweepFiles {
    int sweep(Instant now, int limit);
  }

  /**
   * What was done within the time.
   *
   * @param jobsLeft jobs that are there still, because a call of theirs is open or the time was
   *     over; they go by themselves as soon as they can
   * @param goneBy when every call that is open now is over at the latest; empty if nothing is left
   */
  public record Result(ErasureReport erased, long jobsLeft, Optional<Instant> goneBy) {
    public boolean complete() {
      return goneBy.isEmpty();
    }
  }

  /**
   * @param callMax after which no call that is open now is open any more
   */
  public EraseData(
      Database database,
      EraseJobs jobs,
      CancelOpen cancel,
      SweepFiles files,
      Purge purge,
      Duration callMax,
      Clocks clocks) {
    this.database = database;
    this.jobs = jobs;
    this.cancel = cancel;
    this.files = files;
    this.purge = purge;
    this.callMax = callMax;
    this.clocks = clocks;
  }

  /** What there is to erase. */
  public ErasureReport count(DataOwner owner) {
    var request = new Request(owner, clocks.now());
    return switch (owner) {
      case DataOwner.OfTenant(var tenant) -> database.read(tx -> countTenant(tx, tenant, request));
      case DataOwner.OfEndUser _ -> countJobs(request);
    };
  }

  /**
   * Remembers in the caller's transaction that the owner's data is to go; {@link #erase} is next.
   */
  public Request request(Tx tx, DataOwner owner) {
    var request = new Request(owner, tx.now());
    jobs.request(tx, request);
    return request;
  }

  /** Erases for so long at most; what is left then goes as time passes, or at the next call. */
  public Result erase(Request request, Duration atMost) {
    long end = clocks.deadline(atMost);
    long idle = clocks.deadline(CALLS_END);
    Step step = step(request);
    ErasureReport all = step.erased();
    while (!step.done() && !clocks.passed(end) && !clocks.passed(idle)) {
      if (step.erased().nothing()) {
        if (!paused()) {
          break;
        }
      } else {
        idle = clocks.deadline(CALLS_END);
      }
      step = step(request);
      all = all.plus(step.erased());
    }
    purge.emptyLog();
    return new Result(
        all,
        database.read(tx -> jobs.count(tx, request)),
        step.done() ? Optional.empty() : Optional.of(clocks.now().plus(callMax)));
  }

  /** False for a caller that was interrupted, and stays so. */
  private boolean paused() {
    try {
      clocks.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** One step for each owner of whom something is left; whether there may be more at once. */
  public boolean resume() {
    List<Request> requests = database.read(tx -> jobs.requests(tx, BATCH));
    boolean more = false;
    for (Request request : requests) {
      Step step = step(request);
      more |= !step.erased().nothing();
    }
    return more;
  }

  private record Step(ErasureReport erased, boolean done) {}

  private Step step(Request request) {
    database
        .read(tx -> jobs.open(tx, request, BATCH))
        .forEach(job -> cancel.cancel(request.owner().tenant(), job));
    ErasureReport erased = database.write(tx -> batch(tx, request));
    while (files.sweep(clocks.now(), PAGE) == PAGE) {
      // what the batch let expire, and perhaps more
    }
    boolean done = erased.nothing() && database.<Boolean>write(tx -> end(tx, request));
    return new Step(erased, done);
  }

  private boolean end(Tx tx, Request request) {
    boolean none = jobs.count(tx, request) == 0 && jobs.removeRequests(tx, request, PAGE) == 0;
    if (none) {
      jobs.done(tx, request);
      purge.afterAsked(tx);
    }
    return none;
  }

  private ErasureReport batch(Tx tx, Request request) {
    TenantId tenant = request.owner().tenant();
    List<JobId> erasable = jobs.erasable(tx, request, BATCH);
    Size size = Size.NONE;
    long deliveries = 0;
    for (JobId job : erasable) {
      size = size.plus(ExpireArtifacts.erase(tx, tenant, jobs.artifacts(tx, job)));
      deliveries += EraseDeliveries.ofJob(tx, job);
      jobs.remove(tx, job);
    }
    ErasureReport erased =
        erasable.isEmpty()
            ? beside(tx, request)
            : ErasureReport.of(erasable.size(), size, deliveries, 0);
    if (!erased.nothing()) {
      purge.afterAsked(tx);
    }
    return erased;
  }

  /** What is not a job's. */
  private ErasureReport beside(Tx tx, Request request) {
    return switch (request.owner()) {
      case DataOwner.OfTenant(var tenant) -> {
        Instant until = request.requested();
        EraseNames.ofTenant(tx, tenant);
        Boards.erase(tx, tenant);
        yield ErasureReport.of(
            0,
            ExpireArtifacts.eraseOf(tx, tenant, until, PAGE),
            EraseDeliveries.ofTenant(tx, tenant, until, PAGE),
            EraseDeliveries.endpoints(tx, tenant, until));
      }
      case DataOwner.OfEndUser(var tenant, var user) -> {
        EraseNames.ofEndUser(tx, tenant, user);
        yield ErasureReport.NOTHING;
      }
    };
  }

  private ErasureReport countTenant(Tx tx, TenantId tenant, Request request) {
    Instant until = request.requested();
    return ErasureReport.of(
        jobs.count(tx, request),
        ExpireArtifacts.sizeOf(tx, tenant, until),
        EraseDeliveries.count(tx, tenant, until),
        EraseDeliveries.countEndpoints(tx, tenant, until));
  }

  private ErasureReport countJobs(Request request) {
    ErasureReport all = ErasureReport.NOTHING;
    Optional<JobId> last = Optional.empty();
    List<JobId> page;
    do {
      Optional<JobId> after = last;
      page = database.read(tx -> jobs.page(tx, request, after, PAGE));
      for (JobId job : page) {
        all = all.plus(database.read(tx -> countJob(tx, request.owner().tenant(), job)));
      }
      last = page.isEmpty() ? last : Optional.of(page.getLast());
    } while (page.size() == PAGE);
    return all;
  }

  private ErasureReport countJob(Tx tx, TenantId tenant, JobId job) {
    return ErasureReport.of(
        1,
        ExpireArtifacts.sizeOf(tx, tenant, jobs.artifacts(tx, job)),
        EraseDeliveries.count(tx, job),
        0);
  }
}

package dev.atelier.gateway.submit;

import dev.atelier.database.Tx;
import dev.atelier.image.Blocked;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.image.RequestFault;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.idempotency.Idempotency;
import dev.atelier.queue.idempotency.IdempotencyRecord;
import dev.atelier.queue.idempotency.RequestIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds the job that a request made before, in the transaction that would accept it. */
final class FindOriginal {
  /** How long a repeat without an idempotency key finds its original. */
  private static final Duration UNKEYED_WINDOW = Duration.ofMinutes(30);

  private final JobQueue queue;
  private final Idempotency idempotency;

  FindOriginal(JobQueue queue, Idempotency idempotency) {
    this.queue = queue;
    this.idempotency = idempotency;
  }

  /**
   * @throws FaultException {@link RequestFault.IdempotencyKeyReused} for another request under the
   *     same key
   */
  Original find(Tx tx, RequestIdentity request) {
    if (request.idempotencyKey().isPresent()) {
      return keyed(tx, request);
    }
    return request.repeats() > 0 ? repeated(tx, request) : overtaken(tx, request);
  }

  private Original keyed(Tx tx, RequestIdentity request) {
    Optional<IdempotencyRecord> found = idempotency.find(tx, request);
    if (found.isEmpty()) {
      return new Original.None();
    }
    if (!idempotency.same(found.get(), request)) {
      throw new FaultException(new RequestFault.IdempotencyKeyReused());
    }
    JobId id = found.get().job();
    return queue
        .find(tx, id)
        .filter(job -> job.fault().map(FindOriginal::replayed).orElse(true))
        .<Original>map(Original.Known::new)
        .orElseGet(() -> new Original.Superseded(id));
  }

  private Original repeated(Tx tx, RequestIdentity request) {
    Instant since = tx.now().minus(UNKEYED_WINDOW);
    Optional<Job> job = first(tx, idempotency.originals(tx, request, since));
    job.ifPresent(found -> idempotency.handOut(tx, request, found.id()));
    return Original.of(job);
  }

  /** An original that was slower than its own repeat. */
  private Original overtaken(Tx tx, RequestIdentity request) {
    Optional<Job> job = first(tx, idempotency.overtakers(tx, request, tx.now()));
    job.ifPresent(found -> idempotency.adopt(tx, request, found.id()));
    return Original.of(job);
  }

  private Optional<Job> first(Tx tx, List<JobId> candidates) {
    return candidates.stream()
        .flatMap(id -> queue.find(tx, id).stream())
        .filter(job -> job.fault().map(fault -> !worthRepeating(fault)).orElse(true))
        .findFirst();
  }

  /** Whether a client that repeats a request after this fault should get a new attempt. */
  private static boolean worthRepeating(JobFault fault) {
    return switch (fault) {
      case JobFault.UpstreamThrottled _,
          JobFault.UpstreamFailed _,
          JobFault.StartDeadlinePassed _ ->
          true;
      case Blocked _,
          JobFault.Cancelled _,
          JobFault.OutcomeUnknown _,
          JobFault.StorageFailed _,
          JobFault.UpstreamRefused _,
          JobFault.UpstreamWaste _ ->
          false;
    };
  }

  /** Whether a failure is the answer to an idempotency key; "come back later" is none. */
  private static boolean replayed(JobFault fault) {
    return switch (fault) {
      case JobFault.UpstreamThrottled _, JobFault.StartDeadlinePassed _ -> false;
      case JobFault.UpstreamFailed _,
          Blocked _,
          JobFault.Cancelled _,
          JobFault.OutcomeUnknown _,
          JobFault.StorageFailed _,
          JobFault.UpstreamRefused _,
          JobFault.UpstreamWaste _ ->
          true;
    };
  }

  /** What was found. */
  sealed interface Original {
    record None() implements Original {}

    /** The request is this job's. */
    record Known(Job job) implements Original {}

    /** Its idempotency key made a job that is forgotten, or whose failure is not replayed. */
    record Superseded(JobId job) implements Original {}

    static Original of(Optional<Job> found) {
      return found.<Original>map(Known::new).orElseGet(None::new);
    }
  }
}

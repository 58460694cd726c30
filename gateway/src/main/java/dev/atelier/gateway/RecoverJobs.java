package dev.atelier.gateway;

import dev.atelier.database.Tx;
import dev.atelier.image.Fault;
import dev.atelier.provider.account.Slot;
import dev.atelier.queue.InterruptedJob;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import dev.atelier.queue.Lease;
import dev.atelier.queue.LeaseLostException;
import dev.atelier.queue.OpenAttempt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over jobs whose worker is gone: what never left goes back into the queue, what the upstream
 * can find again is resumed, and the rest, which may have been charged, is settled by policy.
 */
public final class RecoverJobs {
  private static final Logger LOG = LoggerFactory.getLogger(RecoverJobs.class);
  private static final int BATCH = 200;
  private static final String NOBODY = "";
  private static final String GONE = "the process ended before the upstream answered";

  private final GatewayParts parts;
  private final FinishImages finish;
  private final ClaimJobs claims;
  private final Orphans orphans;

  RecoverJobs(GatewayParts parts, FinishImages finish, ClaimJobs claims) {
    this.parts = parts;
    this.finish = finish;
    this.claims = claims;
    this.orphans = new Orphans(claims::working);
  }

  /** At start, when no earlier process can be alive: every lease is void. Returns how many. */
  public int afterRestart() {
    int total = 0;
    int found;
    do {
      found = recover(parts.clock().instant(), true);
      total += found;
    } while (found == BATCH);
    endDeserted(parts.clock().instant());
    return total;
  }

  /** Leases that ran out without being renewed, and those of this process without a worker. */
  void due(Instant now) {
    recover(now, false);
    if (orphans.due(now)) {
      recoverOrphans(now);
    }
    endDeserted(now.minus(parts.settings().leaseFor()));
  }

  private void recoverOrphans(Instant now) {
    List<Lease> held = parts.database().read(tx -> parts.queue().held(tx, parts.node()));
    for (Lease orphan : orphans.amongst(held, now)) {
      parts
          .database()
          .read(tx -> parts.queue().interrupted(tx, orphan))
          .ifPresent(one -> recover(one, now));
    }
  }

  /** Of a call whose job ended before it, and whose process ended after that, nobody will tell. */
  private void endDeserted(Instant endedBy) {
    List<InterruptedJob> found =
        parts.database().read(tx -> parts.queue().orphaned(tx, endedBy, BATCH));
    for (InterruptedJob one : found) {
      parts
          .database()
          .write(tx -> {
            one.open().forEach(open -> endDeserted(tx, one.job(), open));
            return one;
          });
    }
  }

  private void endDeserted(Tx tx, Job job, OpenAttempt open) {
    Instant now = parts.clock().instant();
    boolean ended = parts.queue().endLate(tx, job.id(), open.id(), Outcomes.UNKNOWN, GONE, now);
    if (ended && !free(open)) {
      finish.recordAmbiguous(tx, job, open);
    }
  }

  private int recover(Instant now, boolean allLeasesVoid) {
    String exceptNode = allLeasesVoid ? parts.node() : NOBODY;
    List<InterruptedJob> found =
        parts
            .database()
            .read(tx -> parts.queue().interrupted(tx, exceptNode, now, allLeasesVoid, BATCH));
    found.stream()
        .filter(one -> !claims.working(new Lease(one.job().id(), parts.node(), one.token())))
        .forEach(one -> recover(one, now));
    return found.size();
  }

  private void recover(InterruptedJob one, Instant now) {
    LOG.info("job {}: taken over with {} open attempt(s)", one.job().id(), one.open().size());
    Optional<Resumable> resumable =
        one.open().stream().flatMap(open -> resumable(open).stream()).findFirst();
    Optional<Assignment> resumed = Optional.empty();
    try {
      resumed = parts.database().write(tx -> settle(tx, one, resumable, now));
    } catch (LeaseLostException e) {
      LOG.info("job {}: ended or taken over by another", one.job().id());
    } finally {
      if (resumed.isEmpty()) {
        resumable.map(Resumable::slot).ifPresent(Slot::close);
      }
    }
    resumed.ifPresent(claims::start);
  }

  private Optional<Assignment> settle(
      Tx tx, InterruptedJob one, Optional<Resumable> resumable, Instant now) {
    Job job = one.job();
    Lease lease =
        parts.queue().takeOver(tx, job.id(), one.token(), parts.node(), now, parts.leaseUntil(now));
    boolean lost = false;
    for (OpenAttempt open : one.open()) {
      if (!resumable.map(Resumable::open).equals(Optional.of(open))) {
        lost |= abandon(tx, job, lease, open, now);
      }
    }
    if (resumable.isPresent()) {
      return resumable.map(call -> call.goOn(job, lease));
    }
    if (lost) {
      parts
          .queue()
          .find(tx, job.id())
          .orElseThrow()
          .pending()
          .forEach(index ->
              parts.queue().failImage(tx, lease, index, new Fault.OutcomeUnknown(GONE), now));
    }
    Optional<JobState> ended = parts.queue().settle(tx, lease, now);
    if (ended.isPresent()) {
      finish.end(tx, job, ended.get());
    } else {
      parts.queue().requeue(tx, lease, now);
      tx.afterCommit(claims::wake);
    }
    return Optional.empty();
  }

  private Optional<Resumable> resumable(OpenAttempt open) {
    if (open.remoteId().isEmpty()) {
      return Optional.empty();
    }
    return parts
        .accounts()
        .resume(open.account())
        .flatMap(slot -> {
          if (slot.provider().capabilities().resumable()) {
            return Optional.of(new Resumable(open, slot));
          }
          slot.close();
          return Optional.empty();
        });
  }

  /** Ends an attempt nobody can ask about; true if its pictures must not be made again. */
  private boolean abandon(Tx tx, Job job, Lease lease, OpenAttempt open, Instant now) {
    int repeats = finish.repeats(tx, job.id());
    parts.queue().end(tx, lease, open.id(), Outcomes.UNKNOWN, GONE, now);
    if (free(open)) {
      return false;
    }
    finish.recordAmbiguous(tx, job, open);
    return !parts.settings().retryPolicy().mayRepeatUnknown(repeats);
  }

  private boolean free(OpenAttempt open) {
    try (Slot slot = parts.accounts().resume(open.account()).orElse(null)) {
      return slot != null && slot.provider().capabilities().free();
    }
  }

  /** A call that the upstream can find again, and the slot for asking. */
  private record Resumable(OpenAttempt open, Slot slot) {
    Assignment goOn(Job job, Lease lease) {
      return new Assignment(job, lease, slot, open.id(), open.images(), open.remoteId());
    }
  }
}

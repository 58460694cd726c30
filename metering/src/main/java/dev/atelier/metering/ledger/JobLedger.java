package dev.atelier.metering.ledger;

import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.Optional;

/** Writes one job's entries in one transaction, and in the end moves its tenant's balance once. */
final class JobLedger {
  private final Tx tx;
  private final TenantId tenant;
  private final JobAccount before;
  private Posting moved = Posting.NOTHING;

  JobLedger(Tx tx, TenantId tenant, JobAccount before) {
    this.tx = tx;
    this.tenant = tenant;
    this.before = before;
  }

  /** Takes its price from the hold, and no more than that; empty when it was charged before. */
  Optional<Entry> charge(Priced image, JobId job, Instant now) {
    if (before.charge(image.image()).isPresent()) {
      return Optional.empty();
    }
    Optional<KeyId> key = before.key().filter(_ -> !before.released());
    if (key.isEmpty()) {
      throw new IllegalStateException("nothing is held for job " + job);
    }
    long taken = Math.min(before.held() + moved.held(), image.micros());
    Entry entry = Entry.charge(job, key.get(), image.image(), taken, image.usage(), now);
    return add(entry) ? Optional.of(entry) : Optional.empty();
  }

  /** Gives back what is left; a job that held nothing has nothing to give back. */
  void release(JobId job, Instant now) {
    if (before.free() || before.released()) {
      return;
    }
    KeyId key = before.key().orElseThrow();
    long left = before.held() + moved.held();
    boolean released = add(Entry.release(job, key, left, now));
    if (released && left > 0) {
      Budgets.release(tx, tenant, key, left, before.heldAt());
    }
  }

  /** What the entries add up to. */
  void move() {
    if (!moved.nothing()) {
      LedgerRows.move(tx, tenant, moved);
    }
  }

  private boolean add(Entry entry) {
    if (!LedgerRows.add(tx, tenant, entry)) {
      return false;
    }
    moved = moved.plus(entry.posting());
    return true;
  }
}

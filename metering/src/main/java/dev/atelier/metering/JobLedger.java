package dev.atelier.metering;

import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import dev.atelier.metering.Entry.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes one job's entries in one transaction, and in the end moves its tenant's balance once. */
final class JobLedger {
  private final Tx tx;
  private final TenantId tenant;
  private final JobAccount before;
  private long held;
  private long charged;

  JobLedger(Tx tx, TenantId tenant, JobAccount before) {
    this.tx = tx;
    this.tenant = tenant;
    this.before = before;
  }

  /** False when that picture was charged before. */
  boolean charge(Priced image, JobId job, Instant now) {
    if (before.charge(image.image()).isPresent()) {
      return false;
    }
    Optional<KeyId> key = before.key().filter(_ -> !before.released());
    if (key.isEmpty()) {
      throw new IllegalStateException("nothing is held for job " + job);
    }
    long taken = Math.min(before.held() + held, image.micros());
    return add(
        new Entry(
            job,
            Kind.CHARGE,
            OptionalInt.of(image.image()),
            key.get(),
            -taken,
            image.micros(),
            image.usage(),
            now));
  }

  /** Gives back what is left; a job that held nothing has nothing to give back. */
  void release(JobId job, Instant now) {
    if (!before.free() && !before.released()) {
      add(
          new Entry(
              job,
              Kind.RELEASE,
              OptionalInt.empty(),
              before.key().orElseThrow(),
              -(before.held() + held),
              0,
              Usage.NONE,
              now));
    }
  }

  /** What the entries add up to. */
  void move() {
    if (held != 0 || charged != 0) {
      LedgerRows.move(tx, tenant, held, charged);
    }
  }

  private boolean add(Entry entry) {
    if (!LedgerRows.add(tx, tenant, entry)) {
      return false;
    }
    held += entry.held();
    charged += entry.charged();
    return true;
  }
}

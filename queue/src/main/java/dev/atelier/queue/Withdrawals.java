package dev.atelier.queue;

import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import java.time.Instant;

/** Which jobs' owners took the answer back. */
final class Withdrawals {
  private Withdrawals() {}

  static boolean has(Tx tx, JobId job) {
    return tx.first(
            "SELECT job FROM job_withdrawn WHERE job = ?", row -> row.text("job"), job.toString())
        .isPresent();
  }

  static boolean add(Tx tx, JobId job, Instant now) {
    if (has(tx, job)) {
      return false;
    }
    tx.update("INSERT INTO job_withdrawn (job, withdrawn) VALUES (?, ?)", job.toString(), now);
    tx.update("UPDATE job SET version = version + 1 WHERE id = ?", job.value());
    return true;
  }
}

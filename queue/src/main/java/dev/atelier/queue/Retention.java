package dev.atelier.queue;

import dev.atelier.database.Tx;
import java.time.Instant;

/** Removes jobs that ended long ago, with all that belongs to them. */
final class Retention {
  private static final String OLD =
      "SELECT id FROM job WHERE ended IS NOT NULL AND retained = 0 AND forget IS NULL"
          + " AND ended < ? ORDER BY ended, id LIMIT ?";

  private Retention() {}

  static int forget(Tx tx, Instant endedBefore, int limit) {
    var old = tx.list(OLD, row -> row.text("id"), endedBefore, limit);
    old.forEach(job -> remove(tx, job));
    return old.size();
  }

  /** A job with all its rows. */
  static void remove(Tx tx, String job) {
    tx.update("DELETE FROM job_attempt WHERE job = ?", job);
    tx.update("DELETE FROM job_difference WHERE job = ?", job);
    tx.update("DELETE FROM job_flag WHERE job = ?", job);
    tx.update("DELETE FROM job_withdrawn WHERE job = ?", job);
    tx.update("DELETE FROM job_image WHERE job = ?", job);
    tx.update("DELETE FROM job WHERE id = ?", job);
  }
}

package dev.atelier.queue;

import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import java.util.List;

/** For what moderation let a job's request pass that a person should look at. */
final class Flags {
  private static final String INSERT =
      "INSERT INTO job_flag (job, category) VALUES (?, ?) ON CONFLICT (job, category) DO NOTHING";
  private static final String OF_JOB =
      "SELECT category FROM job_flag WHERE job = ? ORDER BY category";

  private Flags() {}

  static void record(Tx tx, JobId job, List<String> categories) {
    categories.forEach(category -> tx.update(INSERT, job.value(), category));
  }

  static List<String> of(Tx tx, JobId job) {
    return tx.list(OF_JOB, row -> row.text("category"), job.value());
  }
}

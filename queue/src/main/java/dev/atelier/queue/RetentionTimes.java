package dev.atelier.queue;

import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When what is kept of ended jobs goes, where their tenants have settings of their own. Every
 * method is a few statements over a bounded number of rows.
 */
public final class RetentionTimes {
  private RetentionTimes() {}

  /** What goes. */
  public enum Part {
    /** Prompts and whatever else the customer wrote. */
    TEXT("erase_text"),
    /** Results and inputs. */
    IMAGES("erase_images"),
    /** The job with all that belongs to it. */
    JOB("forget");

    private final String column;

    Part(String column) {
      this.column = column;
    }
  }

  /**
   * The times of one job.
   *
   * @param revision of the settings that they come from
   * @param images empty where the pictures go by their own expiry
   * @param job empty where the server's own time counts
   */
  public record Times(
      long revision, Optional<Instant> text, Optional<Instant> images, Optional<Instant> job) {}

  /** A job that ended, and when. */
  public record Ended(JobId job, Instant at) {}

  /** Ended jobs of a tenant to which an older revision of its settings was applied, or none. */
  public static List<Ended> outdated(Tx tx, TenantId tenant, long revision, int limit) {
    return tx.list(
        "SELECT id, ended FROM job WHERE tenant = ? AND retention < ? AND ended IS NOT NULL LIMIT ?",
        row -> new Ended(new JobId(row.uuid("id")), row.instant("ended")),
        tenant.value(),
        revision,
        limit);
  }

  /** Sets a job's times, in the place of any before. */
  public static void set(Tx tx, JobId job, Times times) {
    tx.update(
        "UPDATE job SET retention = ?, forget = ?, erase_images = ?, erase_text = ? WHERE id = ?",
        times.revision(),
        times.job(),
        times.images(),
        times.text(),
        job.value());
  }

  /** A job of which a part is due. */
  public record Due(JobId job, TenantId tenant) {}

  /** Jobs of which a part is due to go, the longest due first. */
  public static List<Due> due(Tx tx, Part part, Instant now, int limit) {
    return tx.list(
        "SELECT id, tenant FROM job WHERE %1$s <= ? ORDER BY %1$s LIMIT ?".formatted(part.column),
        row -> new Due(new JobId(row.uuid("id")), new TenantId(row.text("tenant"))),
        now,
        limit);
  }

  /** Has a part go at another time; empty for done. */
  public static void move(Tx tx, Part part, JobId job, Optional<Instant> to) {
    tx.update("UPDATE job SET %s = ? WHERE id = ?".formatted(part.column), to, job.value());
  }
}

package dev.atelier.webhook.outbox;

import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Erases what was sent or is to be sent, whatever its state: a try in progress finds nothing left
 * to write its result to.
 */
public final class EraseDeliveries {
  private EraseDeliveries() {}

  /**
   * Until when something of a job is still to be sent at the latest; empty if nothing is.
   *
   * @param job any
   */
  public static Optional<Instant> openUntil(Tx tx, JobId job) {
    return tx.first(
            "SELECT MAX(give_up) AS until FROM webhook_delivery"
                + " WHERE job = ? AND next_attempt IS NOT NULL",
            row -> row.instantOrNull("until"),
            job.value())
        .flatMap(until -> until);
  }

  /** What receivers answered to a job's deliveries: it may repeat what they were sent. */
  public static void eraseAnswers(Tx tx, JobId job) {
    tx.update(
        "UPDATE webhook_attempt SET answer = NULL WHERE answer IS NOT NULL AND delivery IN"
            + " (SELECT id FROM webhook_delivery WHERE job = ?)",
        job.value());
  }

  /** All of a job, with whom it asked to be told; returns how many deliveries. */
  public static int ofJob(Tx tx, JobId job) {
    tx.update("DELETE FROM webhook_subscription WHERE job = ?", job.value());
    return delete(
        tx,
        tx.list(
            "SELECT id FROM webhook_delivery WHERE job = ?", row -> row.text("id"), job.value()));
  }

  /** Deliveries of a tenant that were made until then, at most {@code limit}; returns how many. */
  public static int ofTenant(Tx tx, TenantId tenant, Instant until, int limit) {
    return delete(
        tx,
        tx.list(
            "SELECT id FROM webhook_delivery WHERE tenant = ? AND created <= ? LIMIT ?",
            row -> row.text("id"),
            tenant.value(),
            until,
            limit));
  }

  /** A tenant's standing receivers; returns how many. */
  public static int endpoints(Tx tx, TenantId tenant, Instant until) {
    return tx.update(
        "DELETE FROM webhook_endpoint WHERE tenant = ? AND created <= ?", tenant.value(), until);
  }

  /** How many deliveries a job has. */
  public static long count(Tx tx, JobId job) {
    return tx.first(
            "SELECT COUNT(*) AS n FROM webhook_delivery WHERE job = ?",
            row -> row.number("n"),
            job.value())
        .orElse(0L);
  }

  /** How many deliveries a tenant has from before then. */
  public static long count(Tx tx, TenantId tenant, Instant until) {
    return tx.first(
            "SELECT COUNT(*) AS n FROM webhook_delivery WHERE tenant = ? AND created <= ?",
            row -> row.number("n"),
            tenant.value(),
            until)
        .orElse(0L);
  }

  /** How many standing receivers a tenant has from before then. */
  public static long countEndpoints(Tx tx, TenantId tenant, Instant until) {
    return tx.first(
            "SELECT COUNT(*) AS n FROM webhook_endpoint WHERE tenant = ? AND created <= ?",
            row -> row.number("n"),
            tenant.value(),
            until)
        .orElse(0L);
  }

  private static int delete(Tx tx, List<String> deliveries) {
    for (String delivery : deliveries) {
      tx.update("DELETE FROM webhook_attempt WHERE delivery = ?", delivery);
      tx.update("DELETE FROM webhook_delivery WHERE id = ?", delivery);
    }
    return deliveries.size();
  }
}

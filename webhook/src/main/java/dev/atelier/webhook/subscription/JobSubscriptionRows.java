package dev.atelier.webhook.subscription;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.webhook.Method;
import dev.atelier.webhook.Numbers;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** The SQL of {@code webhook_subscription}. */
public final class JobSubscriptionRows {
  private static final String COLUMNS =
      "SELECT trigger_on, image, method, url, renderer FROM webhook_subscription ";

  private JobSubscriptionRows() {}

  public static void insert(
      Tx tx, TenantId tenant, JobId job, int number, JobSubscription subscription) {
    tx.update(
        "INSERT INTO webhook_subscription (job, number, tenant, trigger_on, image, method, url, renderer)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        job.value(),
        number,
        tenant.value(),
        subscription.trigger().name(),
        Numbers.column(subscription.image()),
        subscription.method().name(),
        subscription.url().toString(),
        subscription.renderer());
  }

  public static List<JobSubscription> ofImage(Tx tx, JobId job, int image) {
    return tx.list(
        COLUMNS
            + "WHERE job = ? AND trigger_on = 'IMAGE' AND (image IS NULL OR image = ?)"
            + " ORDER BY number",
        JobSubscriptionRows::read,
        job.value(),
        image);
  }

  public static List<JobSubscription> of(Tx tx, JobId job) {
    return tx.list(
        COLUMNS + "WHERE job = ? ORDER BY number", JobSubscriptionRows::read, job.value());
  }

  public static void end(Tx tx, JobId job, Instant now) {
    tx.update("UPDATE webhook_subscription SET ended = ? WHERE job = ?", now, job.value());
  }

  public static int forget(Tx tx, Instant endedBefore, int limit) {
    record Key(String job, long number) {}
    var old =
        tx.list(
            "SELECT job, number FROM webhook_subscription WHERE ended < ? ORDER BY ended LIMIT ?",
            row -> new Key(row.text("job"), row.number("number")),
            endedBefore,
            limit);
    for (var key : old) {
      tx.update(
          "DELETE FROM webhook_subscription WHERE job = ? AND number = ?", key.job(), key.number());
    }
    return old.size();
  }

  private static JobSubscription read(Row row) {
    return new JobSubscription(
        Trigger.valueOf(row.text("trigger_on")),
        Numbers.read(row, "image"),
        Method.valueOf(row.text("method")),
        URI.create(row.text("url")),
        row.text("renderer"));
  }
}

package dev.atelier.webhook;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** The SQL of {@code webhook_wish}. */
final class WishRows {
  private static final String COLUMNS =
      "SELECT occasion, image, method, url, composer FROM webhook_wish ";

  private WishRows() {}

  static void insert(Tx tx, TenantId tenant, JobId job, int number, Wish wish) {
    tx.update(
        "INSERT INTO webhook_wish (job, number, tenant, occasion, image, method, url, composer)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        job.value(),
        number,
        tenant.value(),
        wish.occasion().name(),
        Numbers.column(wish.image()),
        wish.method().name(),
        wish.url().toString(),
        wish.composer());
  }

  static List<Wish> ofImage(Tx tx, JobId job, int image) {
    return tx.list(
        COLUMNS
            + "WHERE job = ? AND occasion = 'IMAGE' AND (image IS NULL OR image = ?)"
            + " ORDER BY number",
        WishRows::read,
        job.value(),
        image);
  }

  static List<Wish> of(Tx tx, JobId job) {
    return tx.list(COLUMNS + "WHERE job = ? ORDER BY number", WishRows::read, job.value());
  }

  static void end(Tx tx, JobId job, Instant now) {
    tx.update("UPDATE webhook_wish SET ended = ? WHERE job = ?", now, job.value());
  }

  static int forget(Tx tx, Instant endedBefore, int limit) {
    record Key(String job, long number) {}
    var old =
        tx.list(
            "SELECT job, number FROM webhook_wish WHERE ended < ? ORDER BY ended LIMIT ?",
            row -> new Key(row.text("job"), row.number("number")),
            endedBefore,
            limit);
    for (var key : old) {
      tx.update("DELETE FROM webhook_wish WHERE job = ? AND number = ?", key.job(), key.number());
    }
    return old.size();
  }

  private static Wish read(Row row) {
    return new Wish(
        Occasion.valueOf(row.text("occasion")),
        Numbers.read(row, "image"),
        Method.valueOf(row.text("method")),
        URI.create(row.text("url")),
        row.text("composer"));
  }
}

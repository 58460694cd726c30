package dev.atelier.webhook;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import java.time.Duration;
import java.util.List;

/** The SQL of {@code webhook_try}. */
final class TryRows {
  private TryRows() {}

  static void insert(Tx tx, DeliveryId delivery, Try made) {
    tx.update(
        "INSERT INTO webhook_try (delivery, number, begun, took_millis, status, problem, answer)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        delivery.value(),
        made.number(),
        made.begun(),
        made.took().toMillis(),
        Numbers.column(made.status()),
        made.problem(),
        made.answer());
  }

  /** The latest ones, oldest first. */
  static List<Try> list(Tx tx, DeliveryId delivery, int limit) {
    return tx.list(
            "SELECT number, begun, took_millis, status, problem, answer FROM webhook_try"
                + " WHERE delivery = ? ORDER BY number DESC LIMIT ?",
            TryRows::read,
            delivery.value(),
            limit)
        .reversed();
  }

  static void delete(Tx tx, DeliveryId delivery) {
    tx.update("DELETE FROM webhook_try WHERE delivery = ?", delivery.value());
  }

  private static Try read(Row row) {
    return new Try(
        row.number("number"),
        row.instant("begun"),
        Duration.ofMillis(row.number("took_millis")),
        Numbers.read(row, "status"),
        row.textOrNull("problem"),
        row.textOrNull("answer"));
  }
}

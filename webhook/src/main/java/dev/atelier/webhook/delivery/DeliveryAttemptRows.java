package dev.atelier.webhook.delivery;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.webhook.Numbers;
import java.time.Duration;
import java.util.List;

/** The SQL of {@code webhook_attempt}. */
public final class DeliveryAttemptRows {
  private DeliveryAttemptRows() {}

  public static void insert(Tx tx, DeliveryId delivery, DeliveryAttempt made) {
    tx.update(
        "INSERT INTO webhook_attempt (delivery, number, begun, took_millis, status, problem, answer)"
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
  public static List<DeliveryAttempt> list(Tx tx, DeliveryId delivery, int limit) {
    return tx.list(
            "SELECT number, begun, took_millis, status, problem, answer FROM webhook_attempt"
                + " WHERE delivery = ? ORDER BY number DESC LIMIT ?",
            DeliveryAttemptRows::read,
            delivery.value(),
            limit)
        .reversed();
  }

  public static void delete(Tx tx, DeliveryId delivery) {
    tx.update("DELETE FROM webhook_attempt WHERE delivery = ?", delivery.value());
  }

  private static DeliveryAttempt read(Row row) {
    return new DeliveryAttempt(
        row.number("number"),
        row.instant("begun"),
        Duration.ofMillis(row.number("took_millis")),
        Numbers.read(row, "status"),
        row.textOrNull("problem"),
        row.textOrNull("answer"));
  }
}

package dev.atelier.webhook.dispatch;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.webhook.Numbers;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.delivery.DeliveryAttempt;
import dev.atelier.webhook.delivery.DeliveryRows;
import dev.atelier.webhook.delivery.DeliveryState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The SQL of claiming. DeliveryLimiter are found by skipping from one to the next in the index, so
 * that the backlog of a lane that is full is never walked through.
 */
final class ClaimRows {
  private static final String LANES =
      """
      WITH RECURSIVE lanes (lane, number) AS (
        SELECT (SELECT min(lane) FROM webhook_delivery WHERE next_attempt IS NOT NULL AND lane > ?), 1
        UNION ALL
        SELECT (SELECT min(d.lane) FROM webhook_delivery d
                WHERE d.next_attempt IS NOT NULL AND d.lane > lanes.lane), number + 1
        FROM lanes WHERE lanes.lane IS NOT NULL AND number < ?)
      SELECT lane, (SELECT min(d.next_attempt) FROM webhook_delivery d
                    WHERE d.next_attempt IS NOT NULL AND d.lane = lanes.lane) AS due
      FROM lanes WHERE lane IS NOT NULL\
      """;

  /**
   * Of what one job has to tell one URL one message is on its way at a time, the earliest that is
   * due: whatever a crash cuts off, no more than that one comes a second time.
   */
  private static final String DUE =
      DeliveryRows.COLUMNS
          + """
          AS due WHERE lane = ? AND next_attempt <= ? AND next_attempt IS NOT NULL
            AND NOT EXISTS (
              SELECT 1 FROM webhook_delivery other
              WHERE other.job = due.job AND other.url = due.url AND other.id <> due.id
                AND ((other.claimed IS NOT NULL AND other.next_attempt > ?)
                  OR (other.next_attempt <= ? AND other.id < due.id)))
          ORDER BY next_attempt, id LIMIT ?\
          """;

  private ClaimRows() {}

  /** A lane in which something waits, and when the first of it is due. */
  record Waiting(String lane, Instant due) {}

  /** The next lanes in which something waits, due or not, in their order. */
  static List<Waiting> lanes(Tx tx, String after, int limit) {
    return tx.list(LANES, row -> new Waiting(row.text("lane"), row.instant("due")), after, limit);
  }

  /**
   * Claims what is due in a lane, the oldest first, one of each job and URL.
   *
   * @param length how long the claim on a delivery lasts: afterwards it is due again
   */
  static List<Claim> take(
      Tx tx, String lane, Instant now, int limit, Function<Delivery, Duration> length) {
    var due = tx.list(DUE, row -> read(row, lane), lane, now, now, now, limit);
    var taken = new ArrayList<Claim>();
    for (var claim : due) {
      if (take(tx, claim, now, now.plus(length.apply(claim.delivery())))) {
        taken.add(claim);
      }
    }
    return taken;
  }

  private static boolean take(Tx tx, Claim claim, Instant now, Instant end) {
    return tx.update(
            "UPDATE webhook_delivery SET claims = ?, claimed = ?, next_attempt = ?"
                + " WHERE id = ? AND claims = ?",
            claim.number(),
            now,
            end,
            claim.delivery().id().value(),
            claim.number() - 1)
        == 1;
  }

  /** When the next one is due after now; those due already are not counted. */
  static Optional<Instant> nextAfter(Tx tx, Instant now) {
    return tx.first(
            "SELECT min(next_attempt) AS next FROM webhook_delivery WHERE next_attempt > ?",
            row -> row.instantOrNull("next"),
            now)
        .flatMap(next -> next);
  }

  /** Makes a claimed one due at once, as if it had not been claimed. */
  static void release(Tx tx, Claim claim, Instant now) {
    tx.update(
        "UPDATE webhook_delivery SET claimed = NULL, next_attempt = ? WHERE id = ? AND claims = ?",
        now,
        claim.delivery().id().value(),
        claim.number());
  }

  /** The same for every claimed one, whoever claimed it. */
  static int releaseAll(Tx tx, Instant now) {
    return tx.update(
        "UPDATE webhook_delivery SET claimed = NULL, next_attempt = ? WHERE claimed IS NOT NULL",
        now);
  }

  /** It is tried again later; nothing happens if there is a newer claim. */
  static void again(Tx tx, Claim claim, Instant at, DeliveryAttempt made) {
    tx.update(
        "UPDATE webhook_delivery SET attempts = attempts + 1, claimed = NULL, next_attempt = ?, status = ?,"
            + " problem = ? WHERE id = ? AND claims = ?",
        at,
        Numbers.column(made.status()),
        made.problem(),
        claim.delivery().id().value(),
        claim.number());
  }

  /** It ended; false if there is a newer claim. */
  static boolean end(Tx tx, Claim claim, DeliveryState state, Instant now, DeliveryAttempt made) {
    return tx.update(
            "UPDATE webhook_delivery SET state = ?, attempts = attempts + 1, claimed = NULL,"
                + " next_attempt = NULL, ended = ?, status = ?, problem = ?"
                + " WHERE id = ? AND claims = ?",
            state.name(),
            now,
            Numbers.column(made.status()),
            made.problem(),
            claim.delivery().id().value(),
            claim.number())
        == 1;
  }

  private static Claim read(Row row, String lane) {
    return new Claim(DeliveryRows.read(row), lane, row.number("claims") + 1);
  }
}

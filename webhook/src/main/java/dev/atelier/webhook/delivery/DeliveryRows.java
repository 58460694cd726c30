package dev.atelier.webhook.delivery;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.webhook.EndpointId;
import dev.atelier.webhook.EventType;
import dev.atelier.webhook.Method;
import dev.atelier.webhook.Numbers;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of {@code webhook_delivery} as its owner sees it; {@code ClaimRows} is the dispatcher's.
 */
public final class DeliveryRows {
  public static final String COLUMNS =
      "SELECT id, tenant, job, image, event, method, url, renderer, endpoint, state, attempts,"
          + " claimed, next_attempt, created, ended, status, problem, claims FROM webhook_delivery ";

  private DeliveryRows() {}

  /**
   * After this a delivery has failed, however few its attempts were: one hanging receiver gets one
   * attempt at a time, and longer than the usual retries last nothing is worth keeping for it.
   */
  public static final Duration GIVEN_UP_AFTER = Duration.ofDays(4);

  public static Optional<Delivery> find(Tx tx, TenantId tenant, DeliveryId id) {
    return tx.first(
        COLUMNS + "WHERE tenant = ? AND id = ?", DeliveryRows::read, tenant.value(), id.value());
  }

  public static List<Delivery> list(Tx tx, TenantId tenant, DeliveryFilter filter) {
    var sql = new StringBuilder(COLUMNS).append("WHERE tenant = ?");
    var args = new ArrayList<@Nullable Object>();
    args.add(tenant.value());
    filter.endpoint().ifPresent(id -> with(sql, " AND endpoint = ?", args, id.value()));
    filter.job().ifPresent(id -> with(sql, " AND job = ?", args, id.value()));
    filter.state().ifPresent(state -> with(sql, " AND state = ?", args, state.name()));
    filter.before().ifPresent(id -> with(sql, " AND id < ?", args, id.value()));
    args.add(filter.limit());
    return tx.list(
        sql.append(" ORDER BY id DESC LIMIT ?").toString(), DeliveryRows::read, args.toArray());
  }

  private static void with(
      StringBuilder sql, String condition, List<@Nullable Object> args, Object arg) {
    sql.append(condition);
    args.add(arg);
  }

  public static boolean startAfresh(Tx tx, TenantId tenant, DeliveryId id, Instant now) {
    return tx.update(
            "UPDATE webhook_delivery SET state = 'PENDING', attempts = 0, claims = claims + 1,"
                + " claimed = NULL, next_attempt = ?, give_up = ?, ended = NULL"
                + " WHERE tenant = ? AND id = ?",
            now,
            now.plus(GIVEN_UP_AFTER),
            tenant.value(),
            id.value())
        == 1;
  }

  public static void drop(Tx tx, EndpointId endpoint, String problem, Instant now, int limit) {
    tx.update(
        "UPDATE webhook_delivery SET state = 'DROPPED', claims = claims + 1, claimed = NULL,"
            + " next_attempt = NULL, ended = ?, problem = ? WHERE id IN (SELECT id FROM"
            + " webhook_delivery WHERE endpoint = ? AND state = 'PENDING' ORDER BY id LIMIT ?"
            + " FOR UPDATE SKIP LOCKED)",
        now,
        problem,
        endpoint.value(),
        limit);
  }

  /** Ends those that are not in progress and whose time is over. */
  public static int giveUp(Tx tx, String problem, Instant now, int limit) {
    return tx.update(
        "UPDATE webhook_delivery SET state = 'FAILED', claims = claims + 1, next_attempt = NULL,"
            + " ended = ?, problem = ? WHERE id IN (SELECT id FROM webhook_delivery"
            + " WHERE next_attempt IS NOT NULL AND claimed IS NULL AND give_up <= ?"
            + " ORDER BY give_up LIMIT ? FOR UPDATE SKIP LOCKED)",
        now,
        problem,
        now,
        limit);
  }

  public static int forget(Tx tx, Instant endedBefore, int limit) {
    var old =
        tx.list(
            "SELECT id FROM webhook_delivery WHERE ended < ? ORDER BY ended LIMIT ?",
            row -> new DeliveryId(row.uuid("id")),
            endedBefore,
            limit);
    for (var id : old) {
      DeliveryAttemptRows.delete(tx, id);
      tx.update("DELETE FROM webhook_delivery WHERE id = ?", id.value());
    }
    return old.size();
  }

  public static Delivery read(Row row) {
    return new Delivery(
        new DeliveryId(row.uuid("id")),
        new TenantId(row.text("tenant")),
        row.uuidOrNull("job").map(JobId::new),
        Numbers.read(row, "image"),
        EventType.stored(row.text("event")),
        Method.valueOf(row.text("method")),
        URI.create(row.text("url")),
        row.text("renderer"),
        row.uuidOrNull("endpoint").map(EndpointId::new),
        DeliveryState.valueOf(row.text("state")),
        Math.toIntExact(row.number("attempts")),
        row.numberOrNull("claimed").isPresent(),
        row.instantOrNull("next_attempt"),
        row.instant("created"),
        row.instantOrNull("ended"),
        Numbers.read(row, "status"),
        row.textOrNull("problem"));
  }
}

package dev.atelier.webhook;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of {@code webhook_delivery} as its owner sees it; {@link ClaimRows} is the courier's. */
final class DeliveryRows {
  static final String COLUMNS =
      "SELECT id, tenant, job, image, event, method, url, renderer, endpoint, state, attempts,"
          + " claimed, next_attempt, created, ended, status, problem, claims FROM webhook_delivery ";

  private DeliveryRows() {}

  static void insert(Tx tx, NewDelivery delivery, Instant now) {
    tx.update(
        "INSERT INTO webhook_delivery (id, tenant, job, image, event, method, url, lane, renderer,"
            + " endpoint, state, attempts, claims, next_attempt, created, give_up)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PENDING', 0, 0, ?, ?, ?)",
        delivery.id().value(),
        delivery.tenant().value(),
        delivery.job().map(JobId::value),
        Numbers.column(delivery.image()),
        delivery.event().word(),
        delivery.method().name(),
        delivery.url().toString(),
        Receiver.lane(delivery.tenant(), delivery.url()),
        delivery.renderer(),
        delivery.endpoint().map(EndpointId::value),
        now,
        now,
        now.plus(Outbox.GIVEN_UP_AFTER));
  }

  static Optional<Delivery> find(Tx tx, TenantId tenant, DeliveryId id) {
    return tx.first(
        COLUMNS + "WHERE tenant = ? AND id = ?", DeliveryRows::read, tenant.value(), id.value());
  }

  static List<Delivery> list(Tx tx, TenantId tenant, DeliveryFilter filter) {
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

  static boolean startAfresh(Tx tx, TenantId tenant, DeliveryId id, Instant now) {
    return tx.update(
            "UPDATE webhook_delivery SET state = 'PENDING', attempts = 0, claims = claims + 1,"
                + " claimed = NULL, next_attempt = ?, give_up = ?, ended = NULL"
                + " WHERE tenant = ? AND id = ?",
            now,
            now.plus(Outbox.GIVEN_UP_AFTER),
            tenant.value(),
            id.value())
        == 1;
  }

  static void drop(Tx tx, EndpointId endpoint, String problem, Instant now, int limit) {
    tx.update(
        "UPDATE webhook_delivery SET state = 'DROPPED', claims = claims + 1, claimed = NULL,"
            + " next_attempt = NULL, ended = ?, problem = ? WHERE id IN (SELECT id FROM"
            + " webhook_delivery WHERE endpoint = ? AND state = 'PENDING' ORDER BY id LIMIT ?)",
        now,
        problem,
        endpoint.value(),
        limit);
  }

  /** Ends those that are not in progress and whose time is over. */
  static int giveUp(Tx tx, String problem, Instant now, int limit) {
    return tx.update(
        "UPDATE webhook_delivery SET state = 'FAILED', claims = claims + 1, next_attempt = NULL,"
            + " ended = ?, problem = ? WHERE id IN (SELECT id FROM webhook_delivery"
            + " WHERE next_attempt IS NOT NULL AND claimed IS NULL AND give_up <= ?"
            + " ORDER BY give_up LIMIT ?)",
        now,
        problem,
        now,
        limit);
  }

  static int forget(Tx tx, Instant endedBefore, int limit) {
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

  static Delivery read(Row row) {
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

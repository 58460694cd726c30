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
      "SELECT id, tenant, job, image, event, method, url, composer, endpoint, state, tries,"
          + " claimed, next_try, created, ended, status, problem, claims FROM webhook_delivery ";

  private DeliveryRows() {}

  static void insert(Tx tx, Letter letter, Instant now) {
    tx.update(
        "INSERT INTO webhook_delivery (id, tenant, job, image, event, method, url, lane, composer,"
            + " endpoint, state, tries, claims, next_try, created, give_up)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PENDING', 0, 0, ?, ?, ?)",
        letter.id().value(),
        letter.tenant().value(),
        letter.job().map(JobId::value),
        Numbers.column(letter.image()),
        letter.event().word(),
        letter.method().name(),
        letter.url().toString(),
        Receiver.lane(letter.tenant(), letter.url()),
        letter.composer(),
        letter.endpoint().map(EndpointId::value),
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
            "UPDATE webhook_delivery SET state = 'PENDING', tries = 0, claims = claims + 1,"
                + " claimed = NULL, next_try = ?, give_up = ?, ended = NULL"
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
            + " next_try = NULL, ended = ?, problem = ? WHERE id IN (SELECT id FROM"
            + " webhook_delivery WHERE endpoint = ? AND state = 'PENDING' ORDER BY id LIMIT ?)",
        now,
        problem,
        endpoint.value(),
        limit);
  }

  /** Ends those that are not in progress and whose time is over. */
  static int giveUp(Tx tx, String problem, Instant now, int limit) {
    return tx.update(
        "UPDATE webhook_delivery SET state = 'FAILED', claims = claims + 1, next_try = NULL,"
            + " ended = ?, problem = ? WHERE id IN (SELECT id FROM webhook_delivery"
            + " WHERE next_try IS NOT NULL AND claimed IS NULL AND give_up <= ?"
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
      TryRows.delete(tx, id);
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
        Event.stored(row.text("event")),
        Method.valueOf(row.text("method")),
        URI.create(row.text("url")),
        row.text("composer"),
        row.uuidOrNull("endpoint").map(EndpointId::new),
        DeliveryState.valueOf(row.text("state")),
        Math.toIntExact(row.number("tries")),
        row.numberOrNull("claimed").isPresent(),
        row.instantOrNull("next_try"),
        row.instant("created"),
        row.instantOrNull("ended"),
        Numbers.read(row, "status"),
        row.textOrNull("problem"));
  }
}

package dev.atelier.metering.ledger;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What tenants and single keys may spend in a calendar day or month (UTC). A job counts in the
 * period in which it was accepted: by its hold first, by what was charged of it in the end.
 */
public final class Budgets {
  private static final String NOW = "CASE period WHEN 'day' THEN ? ELSE ? END";

  private final InstantSource clock;

  public Budgets(InstantSource clock) {
    this.clock = clock;
  }

  /** Bounds a tenant, counting what it spent in this period already. */
  public void set(Tx tx, TenantId tenant, Period period, long micros) {
    LedgerRows.lock(tx, tenant);
    set(tx, owner(tenant), period, micros, "tenant = ?", tenant.value());
  }

  /** Bounds one key of a tenant. */
  public void set(Tx tx, KeyId key, Period period, long micros) {
    LedgerRows.lock(tx, key);
    set(tx, owner(key), period, micros, "api_key = ?", key.value());
  }

  /** Lifts a tenant's bound; false when there is none. */
  public boolean lift(Tx tx, TenantId tenant, Period period) {
    return lift(tx, owner(tenant), period);
  }

  /** Lifts a key's bound; false when there is none. */
  public boolean lift(Tx tx, KeyId key, Period period) {
    return lift(tx, owner(key), period);
  }

  /** A tenant's own, at most one for each period. */
  public List<Budget> of(Tx tx, TenantId tenant) {
    return of(tx, owner(tenant), clock.instant());
  }

  /** A key's own, at most one for each period. */
  public List<Budget> of(Tx tx, KeyId key) {
    return of(tx, owner(key), clock.instant());
  }

  /**
   * Counts a hold against whatever bounds its tenant and its key. The caller has locked the
   * tenant's balance, so that nobody else counts meanwhile.
   *
   * @return when it counts as made: now, or when a period began that another process, whose clock
   *     is ahead, has begun already; empty, and nothing counted, where a bound has no room
   */
  static Optional<Instant> reserve(Tx tx, TenantId tenant, KeyId key, long micros, Instant at) {
    List<Bound> bounds = tx.list(OWNED_BY_EITHER, Bound::of, owner(tenant), owner(key));
    Instant now =
        bounds.stream().map(Bound::starts).filter(at::isBefore).max(Instant::compareTo).orElse(at);
    if (bounds.isEmpty()) {
      return Optional.of(now);
    }
    if (bounds.stream().anyMatch(bound -> bound.at(now).left() < micros)) {
      return Optional.empty();
    }
    tx.update(
        "UPDATE budgets SET used = ? + CASE WHEN starts = "
            + NOW
            + " THEN used ELSE 0 END,"
            + " starts = "
            + NOW
            + " WHERE owner IN (?, ?)",
        micros,
        Period.DAY.start(now),
        Period.MONTH.start(now),
        Period.DAY.start(now),
        Period.MONTH.start(now),
        owner(tenant),
        owner(key));
    return Optional.of(now);
  }

  /**
   * Counts what is left of a hold no longer, in the periods in which it was made. A budget that was
   * set while the hold was being made may not have counted it.
   */
  static void release(Tx tx, TenantId tenant, KeyId key, long micros, Instant heldAt) {
    tx.update(
        "UPDATE budgets SET used = CASE WHEN used < ? THEN 0 ELSE used - ? END"
            + " WHERE owner IN (?, ?) AND starts = "
            + NOW,
        micros,
        micros,
        owner(tenant),
        owner(key),
        Period.DAY.start(heldAt),
        Period.MONTH.start(heldAt));
  }

  static String owner(TenantId tenant) {
    return "tenant:" + tenant.value();
  }

  static String owner(KeyId key) {
    return "key:" + key.value();
  }

  private static final String COLUMNS = "SELECT period, bound, starts, used FROM budgets";
  private static final String OWNED_BY_EITHER = COLUMNS + " WHERE owner IN (?, ?)";

  private void set(Tx tx, String owner, Period period, long micros, String whose, String value) {
    Instant start = period.start(clock.instant());
    long used = spent(tx, whose, value, start);
    tx.update(
        "INSERT INTO budgets (owner, period, bound, starts, used) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT (owner, period) DO UPDATE SET bound = excluded.bound,"
            + " starts = excluded.starts, used = excluded.used",
        owner,
        period.word(),
        Micros.check(micros),
        start,
        used);
  }

  /** What is held and charged of the jobs accepted since then. */
  private static long spent(Tx tx, String whose, String value, Instant start) {
    return tx.first(
            "SELECT COALESCE(-SUM(funds), 0) AS spent FROM ledger_entries WHERE kind IN ('hold',"
                + " 'release') AND job IN (SELECT job FROM ledger_entries WHERE kind = 'hold' AND "
                + whose
                + " AND created >= ?)",
            row -> row.number("spent"),
            value,
            start)
        .orElse(0L);
  }

  private static boolean lift(Tx tx, String owner, Period period) {
    return tx.update("DELETE FROM budgets WHERE owner = ? AND period = ?", owner, period.word())
        == 1;
  }

  private static List<Budget> of(Tx tx, String owner, Instant now) {
    return tx.list(
        COLUMNS + " WHERE owner = ? ORDER BY period", row -> Bound.of(row).at(now), owner);
  }

  /** A row: {@code used} of the period that began last. */
  private record Bound(Period period, long bound, Instant starts, long used) {
    static Bound of(Row row) {
      return new Bound(
          Period.of(row.text("period")).orElseThrow(),
          row.number("bound"),
          row.instant("starts"),
          row.number("used"));
    }

    Budget at(Instant now) {
      boolean current = starts.equals(period.start(now));
      return new Budget(period, bound, current ? used : 0, period.end(now));
    }
  }
}

package dev.atelier.metering;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import dev.atelier.metering.Entry.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The SQL of {@code ledger_entries} and {@code balances}. */
final class LedgerRows {
  static final int NO_IMAGE = -1;

  private static final String ENTRIES =
      "SELECT job, kind, image, api_key, held, charged, text_in, image_in, image_out, created"
          + " FROM ledger_entries WHERE tenant = ? ";

  private LedgerRows() {}

  /** Adds an entry; false when the job has one of this kind and image. */
  static boolean add(Tx tx, TenantId tenant, Entry entry) {
    return tx.update(
            "INSERT INTO ledger_entries (job, kind, image, tenant, api_key, held, charged, text_in,"
                + " image_in, image_out, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (job, kind, image) DO NOTHING",
            entry.job().value(),
            entry.kind().word(),
            entry.image().orElse(NO_IMAGE),
            tenant.value(),
            entry.key().value(),
            entry.held(),
            entry.charged(),
            entry.usage().textIn(),
            entry.usage().imageIn(),
            entry.usage().imageOut(),
            entry.at())
        == 1;
  }

  /** Undoes a hold added in this very transaction. */
  static void takeBackHold(Tx tx, JobId job) {
    tx.update("DELETE FROM ledger_entries WHERE job = ? AND kind = 'hold'", job.value());
  }

  /** Adds to the tenant's holds, if its budget has room. */
  static boolean reserve(Tx tx, TenantId tenant, long micros) {
    return tx.update(
            "UPDATE balances SET held = held + ? WHERE tenant = ?"
                + " AND (budget IS NULL OR held + charged + ? <= budget)",
            micros,
            tenant.value(),
            micros)
        == 1;
  }

  /** Lets no one else move the tenant's money before this transaction ends. */
  static void lock(Tx tx, TenantId tenant) {
    tx.update("UPDATE balances SET held = held WHERE tenant = ?", tenant.value());
  }

  static void move(Tx tx, TenantId tenant, long held, long charged) {
    tx.update(
        "UPDATE balances SET held = held + ?, charged = charged + ? WHERE tenant = ?",
        held,
        charged,
        tenant.value());
  }

  static Optional<Balance> balance(Tx tx, TenantId tenant) {
    return tx.first(
        "SELECT budget, held, charged FROM balances WHERE tenant = ?",
        LedgerRows::readBalance,
        tenant.value());
  }

  static JobAccount account(Tx tx, TenantId tenant, JobId job) {
    return new JobAccount(
        tx.list(
            ENTRIES + "AND job = ? ORDER BY kind, image",
            LedgerRows::readEntry,
            tenant.value(),
            job.value()));
  }

  static List<Entry> entries(Tx tx, TenantId tenant, Optional<Entry.Cursor> after, int limit) {
    var order = " ORDER BY created, job, kind, image LIMIT ?";
    if (after.isEmpty()) {
      return tx.list(ENTRIES + order, LedgerRows::readEntry, tenant.value(), limit);
    }
    var admission = after.get();
    return tx.list(
        ENTRIES + "AND (created, job, kind, image) > (?, ?, ?, ?)" + order,
        LedgerRows::readEntry,
        tenant.value(),
        admission.at(),
        admission.job().value(),
        admission.kind().word(),
        admission.image(),
        limit);
  }

  static List<KeyTotals> totals(Tx tx, TenantId tenant, Instant from, Instant until) {
    return tx.list(
        "SELECT api_key, COUNT(*) AS images, SUM(charged) AS micros, SUM(text_in) AS text_in,"
            + " SUM(image_in) AS image_in, SUM(image_out) AS image_out FROM ledger_entries"
            + " WHERE tenant = ? AND kind = 'charge' AND created >= ? AND created < ?"
            + " GROUP BY api_key ORDER BY api_key",
        row ->
            new KeyTotals(
                new KeyId(row.text("api_key")),
                row.number("images"),
                row.number("micros"),
                readUsage(row)),
        tenant.value(),
        from,
        until);
  }

  private static Entry readEntry(Row row) {
    var image = (int) row.number("image");
    return new Entry(
        new JobId(row.uuid("job")),
        Kind.of(row.text("kind")),
        image == NO_IMAGE ? OptionalInt.empty() : OptionalInt.of(image),
        new KeyId(row.text("api_key")),
        row.number("held"),
        row.number("charged"),
        readUsage(row),
        row.instant("created"));
  }

  private static Usage readUsage(Row row) {
    return new Usage(row.number("text_in"), row.number("image_in"), row.number("image_out"));
  }

  private static Balance readBalance(Row row) {
    var budget = row.numberOrNull("budget");
    return new Balance(
        budget.isPresent() ? OptionalLong.of(budget.get()) : OptionalLong.empty(),
        row.number("held"),
        row.number("charged"));
  }
}

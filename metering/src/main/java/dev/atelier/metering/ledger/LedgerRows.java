package dev.atelier.metering.ledger;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import dev.atelier.metering.ledger.Entry.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The SQL of {@code ledger_entries} and {@code balances}. */
final class LedgerRows {
  static final int NO_IMAGE = -1;

  private static final String ENTRIES =
      "SELECT job, kind, image, api_key, funds, held, charged, outside, text_in, image_in,"
          + " image_out, note, created FROM ledger_entries WHERE tenant = ? ";

  private static final String ADD =
      "INSERT INTO ledger_entries (job, kind, image, tenant, api_key, funds, held, charged,"
          + " outside, text_in, image_in, image_out, note, created) VALUES ";
  private static final String VALUES = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String ONCE = " ON CONFLICT (job, kind, image) DO NOTHING";

  private static final String MOVE =
      "UPDATE balances SET funds = funds + ?, held = held + ?, charged = charged + ?,"
          + " outside = outside + ? WHERE tenant = ?"
          + " AND (billing = 'postpaid' OR funds + ? >= 0)";
  private static final String BOUNDED =
      " RETURNING CASE WHEN EXISTS (SELECT 1 FROM budgets WHERE owner IN (?, ?)) THEN 1 ELSE 0 END"
          + " AS bounded";

  private LedgerRows() {}

  /** Adds an entry; false when the job has one of this kind and image. */
  static boolean add(Tx tx, TenantId tenant, Entry entry) {
    return tx.update(ADD + VALUES + ONCE, arguments(tenant, entry).toArray()) == 1;
  }

  /** Adds entries in one statement, and returns those that were new, in their order. */
  static List<Entry> addAll(Tx tx, TenantId tenant, List<Entry> entries) {
    var arguments = new ArrayList<@Nullable Object>();
    entries.forEach(entry -> arguments.addAll(arguments(tenant, entry)));
    Set<String> added =
        Set.copyOf(
            tx.list(
                ADD
                    + String.join(", ", Collections.nCopies(entries.size(), VALUES))
                    + ONCE
                    + " RETURNING kind, image",
                row -> name(row.text("kind"), (int) row.number("image")),
                arguments.toArray()));
    return entries.stream()
        .filter(entry -> added.contains(name(entry.kind().word(), entry.image().orElse(NO_IMAGE))))
        .toList();
  }

  private static String name(String kind, int image) {
    return kind + " " + image;
  }

  private static List<@Nullable Object> arguments(TenantId tenant, Entry entry) {
    return Arrays.asList(
        entry.subject(),
        entry.kind().word(),
        entry.image().orElse(NO_IMAGE),
        tenant.value(),
        entry.key().value(),
        entry.posting().funds(),
        entry.posting().held(),
        entry.posting().charged(),
        entry.posting().outside(),
        entry.usage().textIn(),
        entry.usage().imageIn(),
        entry.usage().imageOut(),
        entry.note(),
        entry.at());
  }

  /** Undoes a hold added in this very transaction. */
  static void takeBackHold(Tx tx, JobId job) {
    tx.update("DELETE FROM ledger_entries WHERE job = ? AND kind = 'hold'", job.value());
  }

  static void dateHold(Tx tx, JobId job, Instant at) {
    tx.update(
        "UPDATE ledger_entries SET created = ? WHERE job = ? AND kind = 'hold'", at, job.value());
  }

  /** Whether the subject has an entry of this kind and image. */
  static boolean has(Tx tx, Entry entry) {
    return tx.first(
            "SELECT 1 AS one FROM ledger_entries WHERE job = ? AND kind = ? AND image = ?",
            row -> row.number("one"),
            entry.subject(),
            entry.kind().word(),
            entry.image().orElse(NO_IMAGE))
        .isPresent();
  }

  /** When a job's hold was made. */
  static Instant heldAt(Tx tx, JobId job) {
    return tx.first(
            "SELECT created FROM ledger_entries WHERE job = ? AND kind = 'hold'",
            row -> row.instant("created"),
            job.value())
        .orElseThrow();
  }

  /** Lets no one else move the tenant's money before this transaction ends. */
  static void lock(Tx tx, TenantId tenant) {
    tx.update("UPDATE balances SET held = held WHERE tenant = ?", tenant.value());
  }

  /** The same for whose key that is. */
  static void lock(Tx tx, KeyId key) {
    tx.update(
        "UPDATE balances SET held = held WHERE tenant = (SELECT tenant FROM api_keys WHERE id = ?)",
        key.value());
  }

  /** Moves the tenant's money; false where a prepaid one would have less than nothing. */
  static boolean move(Tx tx, TenantId tenant, Posting posting) {
    return tx.update(
            MOVE,
            posting.funds(),
            posting.held(),
            posting.charged(),
            posting.outside(),
            tenant.value(),
            posting.funds())
        == 1;
  }

  /**
   * The same, and whether there is a budget of the tenant or the key to be looked at; empty where
   * nothing was moved.
   */
  static Optional<Boolean> move(Tx tx, TenantId tenant, KeyId key, Posting posting) {
    return tx.first(
        MOVE + BOUNDED,
        row -> row.flag("bounded"),
        posting.funds(),
        posting.held(),
        posting.charged(),
        posting.outside(),
        tenant.value(),
        posting.funds(),
        Budgets.owner(tenant),
        Budgets.owner(key));
  }

  static Optional<Stand> balance(Tx tx, TenantId tenant) {
    return tx.first(
        "SELECT billing, funds, held, charged FROM balances WHERE tenant = ?",
        LedgerRows::readStand,
        tenant.value());
  }

  /** A row of {@code balances}. */
  record Stand(Billing billing, long funds, long held, long charged) {}

  /** What all tenants together have set aside for jobs. */
  static long held(Tx tx) {
    return tx.first(
            "SELECT COALESCE(SUM(held), 0) AS held FROM balances", row -> row.number("held"))
        .orElse(0L);
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
    var place = after.get();
    return tx.list(
        ENTRIES + "AND (created, job, kind, image) > (?, ?, ?, ?)" + order,
        LedgerRows::readEntry,
        tenant.value(),
        place.at(),
        place.subject(),
        place.kind().word(),
        place.image(),
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
        row.uuid("job"),
        Kind.of(row.text("kind")),
        image == NO_IMAGE ? OptionalInt.empty() : OptionalInt.of(image),
        new KeyId(row.text("api_key")),
        new Posting(
            row.number("funds"), row.number("held"), row.number("charged"), row.number("outside")),
        readUsage(row),
        row.textOrNull("note"),
        row.instant("created"));
  }

  private static Usage readUsage(Row row) {
    return new Usage(row.number("text_in"), row.number("image_in"), row.number("image_out"));
  }

  private static Stand readStand(Row row) {
    return new Stand(
        Billing.of(row.text("billing")).orElseThrow(),
        row.number("funds"),
        row.number("held"),
        row.number("charged"));
  }
}

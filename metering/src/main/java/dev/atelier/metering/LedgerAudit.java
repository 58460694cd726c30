package dev.atelier.metering;

import dev.atelier.database.Tx;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks the whole ledger against its own rules. It reads every entry: for tests, simulations and
 * repairs, not for a running server.
 */
public final class LedgerAudit {
  private LedgerAudit() {}

  /** Every violation in a sentence; an empty list is a sound ledger. */
  public static List<String> check(Tx tx) {
    var violations = new ArrayList<String>();
    violations.addAll(
        find(
            tx,
            "SELECT b.tenant AS subject FROM balances b LEFT JOIN (SELECT tenant,"
                + " SUM(held) AS held, SUM(charged) AS charged FROM ledger_entries"
                + " GROUP BY tenant) e ON e.tenant = b.tenant"
                + " WHERE b.held <> COALESCE(e.held, 0) OR b.charged <> COALESCE(e.charged, 0)",
            "the balance of tenant %s is not the sum of its entries"));
    violations.addAll(
        find(
            tx,
            "SELECT DISTINCT tenant AS subject FROM ledger_entries"
                + " WHERE tenant NOT IN (SELECT tenant FROM balances)",
            "tenant %s has entries and no balance"));
    violations.addAll(
        find(
            tx,
            "SELECT job AS subject FROM ledger_entries GROUP BY job HAVING SUM(held) < 0",
            "job %s holds less than nothing"));
    violations.addAll(
        find(
            tx,
            "SELECT job AS subject FROM ledger_entries GROUP BY job"
                + " HAVING SUM(CASE WHEN kind = 'release' THEN 1 ELSE 0 END) > 0"
                + " AND SUM(held) <> 0",
            "job %s was released and still holds money"));
    violations.addAll(
        find(
            tx,
            "SELECT job AS subject FROM ledger_entries GROUP BY job"
                + " HAVING SUM(CASE WHEN kind = 'hold' THEN 1 ELSE 0 END) = 0",
            "job %s has entries and no hold"));
    violations.addAll(
        find(
            tx,
            "SELECT job AS subject FROM ledger_entries GROUP BY job"
                + " HAVING COUNT(DISTINCT tenant) > 1",
            "job %s is on the books of several tenants"));
    violations.addAll(
        find(
            tx,
            "SELECT job AS subject FROM ledger_entries WHERE charged < 0"
                + " OR (kind <> 'charge' AND charged <> 0) OR (kind = 'hold' AND held < 0)"
                + " OR (kind <> 'hold' AND held > 0)",
            "job %s has an entry of the wrong sign"));
    return List.copyOf(violations);
  }

  private static List<String> find(Tx tx, String sql, String sentence) {
    return tx.list(sql, row -> sentence.formatted(row.text("subject")));
  }
}

package dev.atelier.metering.ledger;

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
                + " SUM(funds) AS funds, SUM(held) AS held, SUM(charged) AS charged,"
                + " SUM(outside) AS outside FROM ledger_entries GROUP BY tenant) e"
                + " ON e.tenant = b.tenant"
                + " WHERE b.funds <> COALESCE(e.funds, 0) OR b.held <> COALESCE(e.held, 0)"
                + " OR b.charged <> COALESCE(e.charged, 0) OR b.outside <> COALESCE(e.outside, 0)",
            "the balance of tenant %s is not the sum of its entries"));
    violations.addAll(
        find(
            tx,
            "SELECT tenant AS subject FROM balances WHERE billing = 'prepaid' AND funds < 0",
            "tenant %s pays in advance and has less than nothing"));
    violations.addAll(
        find(
            tx,
            "SELECT job AS subject FROM ledger_entries"
                + " WHERE funds + held + charged + outside <> 0",
            "an entry of %s makes or loses money"));
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
                + " HAVING SUM(CASE WHEN kind = 'hold' THEN 1 ELSE 0 END) = 0"
                + " AND SUM(CASE WHEN kind IN ('charge', 'release', 'refund') THEN 1 ELSE 0 END)"
                + " > 0",
            "job %s has entries and no hold"));
    violations.addAll(
        find(
            tx,
            "SELECT r.job AS subject FROM ledger_entries r LEFT JOIN ledger_entries c"
                + " ON c.job = r.job AND c.image = r.image AND c.kind = 'charge'"
                + " WHERE r.kind = 'refund' AND COALESCE(c.charged, 0) + r.charged < 0",
            "job %s was refunded more than an image cost"));
    violations.addAll(
        find(
            tx,
            "SELECT b.owner AS subject FROM budgets b WHERE b.starts > 0 AND b.used <> (SELECT"
                + " COALESCE(-SUM(e.funds), 0) FROM ledger_entries e JOIN ledger_entries h"
                + " ON h.job = e.job AND h.kind = 'hold' WHERE e.kind IN ('hold', 'release')"
                + " AND h.created >= b.starts"
                + " AND ('tenant:' || h.tenant = b.owner OR 'key:' || h.api_key = b.owner))",
            "the budget of %s is not what its jobs used"));
    violations.addAll(
        find(
            tx,
            "SELECT job AS subject FROM ledger_entries GROUP BY job"
                + " HAVING COUNT(DISTINCT tenant) > 1",
            "job %s is on the books of several tenants"));
    violations.addAll(
        find(
            tx,
            "SELECT job AS subject FROM ledger_entries WHERE NOT CASE kind"
                + " WHEN 'hold' THEN held >= 0 AND charged = 0 AND outside = 0"
                + " WHEN 'charge' THEN held <= 0 AND charged >= 0 AND funds = 0 AND outside = 0"
                + " WHEN 'release' THEN held <= 0 AND charged = 0 AND outside = 0"
                + " WHEN 'refund' THEN held = 0 AND charged <= 0 AND outside = 0"
                + " WHEN 'adjustment' THEN held = 0 AND charged = 0"
                + " ELSE held = 0 AND charged = 0 AND funds >= 0 END",
            "job %s has an entry of the wrong sign"));
    return List.copyOf(violations);
  }

  private static List<String> find(Tx tx, String sql, String sentence) {
    return tx.list(sql, row -> sentence.formatted(row.text("subject")));
  }
}

package dev.atelier.provider.shared;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import java.util.List;
import java.util.function.UnaryOperator;

/** The table of what failed calls said. */
final class HealthRows {
  private static final String MAKE =
      "INSERT INTO account_health (account, work) VALUES (?, ?) ON CONFLICT (account, work) DO NOTHING";
  private static final String COLUMNS =
      """
      SELECT account, work, failures, probed, benched, ends, evidence, probe, version
      FROM account_health\
      """;
  private static final String FIND = COLUMNS + " WHERE account = ? AND work = ? FOR UPDATE";
  private static final String ALL = COLUMNS + " WHERE version > 0";
  private static final String WRITE =
      """
      UPDATE account_health SET failures = ?, probed = ?, benched = ?, ends = ?, evidence = ?,
        version = ?
      WHERE account = ? AND work = ?\
      """;
  private static final String PROBE =
      """
      UPDATE account_health SET probe = ?, version = version + 1
      WHERE account = ? AND work = ? AND probe IS NULL AND probed = 1
        AND (ends IS NULL OR ends <= ?)\
      """;
  private static final String FORGET =
      """
      UPDATE account_health SET failures = 0, probed = 0, benched = NULL, ends = NULL,
        evidence = '', probe = NULL, version = version + 1
      WHERE account = ?\
      """;
  private static final String PROBE_OVER =
      """
      UPDATE account_health SET probe = NULL, version = version + 1
      WHERE account = ? AND probe = ?\
      """;

  /** What is stored after a change of what was stored. */
  StoredHealth change(Tx tx, AccountId account, String work, UnaryOperator<StoredHealth> change) {
    tx.update(MAKE, account.value(), work);
    StoredHealth before = tx.first(FIND, HealthRows::health, account.value(), work).orElseThrow();
    StoredHealth after = change.apply(before);
    long version = before.version() + 1;
    tx.update(
        WRITE,
        after.failures(),
        after.probed(),
        after.benched(),
        after.ends(),
        after.evidence(),
        version,
        account.value(),
        work);
    return new StoredHealth(
        account,
        work,
        after.failures(),
        after.probed(),
        after.benched(),
        after.ends(),
        after.evidence(),
        before.probing(),
        version);
  }

  /** Whether a call may try it: it is the only one that does, or others know that it works. */
  boolean probe(Tx tx, AccountId account, String work, AttemptId attempt) {
    return tx.update(PROBE, attempt.value(), account.value(), work, tx.now()) > 0
        || tx.first(FIND, HealthRows::health, account.value(), work)
            .filter(StoredHealth::probed)
            .isEmpty();
  }

  /** An account begins anew. */
  static void forget(Tx tx, AccountId account) {
    tx.update(FORGET, account.value());
  }

  void probeOver(Tx tx, AccountId account, AttemptId attempt) {
    tx.update(PROBE_OVER, account.value(), attempt.value());
  }

  List<StoredHealth> all(Tx tx) {
    return tx.list(ALL, HealthRows::health);
  }

  private static StoredHealth health(Row row) {
    return new StoredHealth(
        new AccountId(row.text("account")),
        row.text("work"),
        Math.toIntExact(row.number("failures")),
        row.flag("probed"),
        row.instantOrNull("benched"),
        row.instantOrNull("ends"),
        row.text("evidence"),
        row.textOrNull("probe").isPresent(),
        row.number("version"));
  }
}

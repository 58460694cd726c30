package dev.atelier.provider.shared;

import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The table of slots: a row is the right to one call at once. Whoever wants one takes a row that is
 * free and that nobody else is just taking, so that nobody waits; a call that ends frees its own.
 * There are as many rows as were ever wanted at once, and at most as many as the account takes.
 */
final class SlotRows {
  private static final int FIRST = 16;

  private static final String MAKE =
      """
      INSERT INTO account_slot (account, slot)
      WITH RECURSIVE number(slot) AS (SELECT 1 UNION ALL SELECT slot + 1 FROM number WHERE slot < ?)
      SELECT ?, slot FROM number WHERE slot > ? ON CONFLICT (account, slot) DO NOTHING\
      """;
  private static final String TAKE =
      """
      UPDATE account_slot SET attempt = ?, job = ?, node = ?, taken = ?
      WHERE account = ? AND slot =
        (SELECT slot FROM account_slot WHERE account = ? AND slot <= ? AND attempt IS NULL
         ORDER BY slot LIMIT 1 FOR UPDATE SKIP LOCKED)\
      """;
  private static final String MOVE =
      "UPDATE account_slot SET attempt = ?, taken = ? WHERE account = ? AND attempt = ?";
  private static final String FREE =
      """
      UPDATE account_slot SET attempt = NULL, job = NULL, node = NULL, taken = NULL
      WHERE account = ? AND attempt = ?\
      """;
  private static final String ADOPT =
      "UPDATE account_slot SET node = ? WHERE account = ? AND attempt = ?";
  private static final String OF_OTHERS =
      """
      SELECT account, COUNT(*) AS calls FROM account_slot
      WHERE attempt IS NOT NULL AND node <> ? GROUP BY account\
      """;
  private static final String HELD =
      """
      SELECT account, job, attempt FROM account_slot
      WHERE attempt IS NOT NULL AND taken < ? ORDER BY taken LIMIT ?\
      """;

  private final String node;

  /** Rows that are there, by account, as far as this process knows. */
  private final Map<AccountId, Integer> made = new ConcurrentHashMap<>();

  SlotRows(String node) {
    this.node = node;
  }

  /** Whether a call got one of so many; one that goes on in a slot keeps it. */
  boolean take(Tx tx, AccountId account, int concurrency, SharedCall call) {
    if (call.before().filter(before -> moved(tx, account, before, call.attempt())).isPresent()) {
      return true;
    }
    int rows = made.getOrDefault(account, 0);
    if (rows > 0 && taken(tx, account, concurrency, call)) {
      return true;
    }
    while (rows < concurrency) {
      rows = more(tx, account, rows, concurrency);
      if (taken(tx, account, concurrency, call)) {
        return true;
      }
    }
    return false;
  }

  private int more(Tx tx, AccountId account, int rows, int concurrency) {
    int all = Math.min(concurrency, Math.max(FIRST, 2 * rows));
    tx.update(MAKE, all, account.value(), rows);
    tx.afterCommit(() -> made.merge(account, all, Math::max));
    return all;
  }

  private boolean taken(Tx tx, AccountId account, int concurrency, SharedCall call) {
    return tx.update(
            TAKE,
            call.attempt().value(),
            call.job().value(),
            node,
            tx.now(),
            account.value(),
            account.value(),
            concurrency)
        > 0;
  }

  private static boolean moved(Tx tx, AccountId account, AttemptId before, AttemptId attempt) {
    return tx.update(MOVE, attempt.value(), tx.now(), account.value(), before.value()) > 0;
  }

  void free(Tx tx, AccountId account, AttemptId attempt) {
    tx.update(FREE, account.value(), attempt.value());
  }

  /** A call is this process's from now on. */
  void adopt(Tx tx, AccountId account, AttemptId attempt) {
    tx.update(ADOPT, node, account.value(), attempt.value());
  }

  /** Calls of other processes. */
  Map<AccountId, Integer> ofOthers(Tx tx) {
    return tx
        .list(
            OF_OTHERS,
            row ->
                Map.entry(new AccountId(row.text("account")), Math.toIntExact(row.number("calls"))),
            node)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The slots that were taken before, the oldest first. */
  List<HeldSlot> held(Tx tx, Instant before, int limit) {
    return tx.list(
        HELD,
        row ->
            new HeldSlot(
                new AccountId(row.text("account")),
                new JobId(row.uuid("job")),
                new AttemptId(row.uuid("attempt"))),
        before,
        limit);
  }
}

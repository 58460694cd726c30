package dev.atelier.provider.shared;

import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The table of what upstreams said of their own limits; what was said last counts. */
final class ToldRows {
  private static final String WRITE =
      """
      INSERT INTO account_told (account, work, name, remaining, of_images, ends, told)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (account, work, name) DO UPDATE SET remaining = excluded.remaining,
        of_images = excluded.of_images, ends = excluded.ends, told = excluded.told
      WHERE account_told.told <= excluded.told\
      """;
  private static final String ALL =
      "SELECT account, work, name, remaining, of_images, ends, told FROM account_told WHERE ends > ?";

  /** In one order, so that no two who do so wait for each other. */
  void write(Tx tx, Collection<StoredLimit> limits) {
    limits.stream()
        .sorted(
            Comparator.comparing((StoredLimit one) -> one.account().value())
                .thenComparing(StoredLimit::work)
                .thenComparing(StoredLimit::name))
        .forEach(one ->
            tx.update(
                WRITE,
                one.account().value(),
                one.work(),
                one.name(),
                one.left(),
                one.ofImages(),
                one.ends(),
                one.told()));
  }

  static void forget(Tx tx, AccountId account) {
    tx.update("DELETE FROM account_told WHERE account = ?", account.value());
  }

  List<StoredLimit> all(Tx tx) {
    return tx.list(
        ALL,
        row ->
            new StoredLimit(
                new AccountId(row.text("account")),
                row.text("work"),
                row.text("name"),
                row.number("remaining"),
                row.flag("of_images"),
                row.instant("ends"),
                row.instant("told")),
        tx.now());
  }
}

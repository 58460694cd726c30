package dev.atelier.provider.registry;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.provider.shared.SharedAccounts;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** The table of accounts. */
final class AccountRows {
  private final CredentialSeal seal;

  AccountRows(CredentialSeal seal) {
    this.seal = seal;
  }

  /** Counts every change. */
  long version(Tx tx) {
    return tx.first("SELECT version FROM accounts_version", row -> row.number("version"))
        .orElse(0L);
  }

  /** Ordered by name. */
  List<StoredAccount> list(Tx tx) {
    return tx.list("SELECT * FROM accounts ORDER BY name", this::account);
  }

  Optional<StoredAccount> find(Tx tx, String name) {
    return tx.first("SELECT * FROM accounts WHERE name = ?", this::account, name);
  }

  void insert(Tx tx, AccountSpec spec) {
    tx.update(
        "INSERT INTO accounts (name, provider, base_url, secret, models, concurrency,"
            + " images_per_minute, tier, weight, options, paused, created_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
        spec.name(),
        spec.provider(),
        spec.baseUrl().toString(),
        seal.seal(spec.name(), spec.secret()),
        json(spec.models()),
        spec.concurrency(),
        imagesPerMinute(spec),
        spec.tier(),
        spec.weight(),
        json(spec.options()),
        tx.now());
    changed(tx);
  }

  /** Writes all of an account that can be changed; false if there is none of its name. */
  boolean update(Tx tx, AccountSpec spec) {
    boolean found =
        tx.update(
                "UPDATE accounts SET base_url = ?, secret = ?, models = ?, concurrency = ?,"
                    + " images_per_minute = ?, tier = ?, weight = ?, options = ? WHERE name = ?",
                spec.baseUrl().toString(),
                seal.seal(spec.name(), spec.secret()),
                json(spec.models()),
                spec.concurrency(),
                imagesPerMinute(spec),
                spec.tier(),
                spec.weight(),
                json(spec.options()),
                spec.name())
            > 0;
    changed(tx);
    return found;
  }

  private static Optional<Integer> imagesPerMinute(AccountSpec spec) {
    return spec.imagesPerMinute().stream().boxed().findFirst();
  }

  boolean remove(Tx tx, String name) {
    boolean removed = tx.update("DELETE FROM accounts WHERE name = ?", name) > 0;
    tx.update("DELETE FROM account_tokens WHERE account = ?", name);
    SharedAccounts.forget(tx, new AccountId(name));
    changed(tx);
    return removed;
  }

  boolean pause(Tx tx, String name, boolean paused) {
    boolean found = tx.update("UPDATE accounts SET paused = ? WHERE name = ?", paused, name) > 0;
    changed(tx);
    return found;
  }

  private static void changed(Tx tx) {
    tx.update("UPDATE accounts_version SET version = version + 1");
  }

  private StoredAccount account(Row row) {
    String name = row.text("name");
    AccountSpec spec =
        new AccountSpec(
            name,
            row.text("provider"),
            URI.create(row.text("base_url")),
            seal.open(name, row.text("secret")),
            texts(row.text("models")),
            (int) row.number("concurrency"),
            row.numberOrNull("images_per_minute")
                .map(number -> OptionalInt.of(number.intValue()))
                .orElse(OptionalInt.empty()),
            row.textOrNull("tier"),
            (int) row.number("weight"),
            texts(row.text("options")));
    return new StoredAccount(spec, row.flag("paused"), Optional.of(row.instant("created_at")));
  }

  private static String json(Map<String, String> texts) {
    return JsonMapper.shared().writeValueAsString(new TreeMap<>(texts));
  }

  private static Map<String, String> texts(String json) {
    var texts = new TreeMap<String, String>();
    JsonMapper.shared()
        .readTree(json)
        .properties()
        .forEach(one -> texts.put(one.getKey(), one.getValue().asString()));
    return texts;
  }
}

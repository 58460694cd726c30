package dev.atelier.provider.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.database.Database;
import dev.atelier.database.StatementFailedException;
import dev.atelier.storage.DerivedKey;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table of accounts, over any database. */
abstract class AccountRowsContract {
  static final List<String> MIGRATIONS = List.of("dev/atelier/provider/registry/migrations");

  private final AccountRows rows =
      new AccountRows(new CredentialSeal(List.of(new DerivedKey("k1", new byte[32]))));
  private Database database;

  /** An empty database with the tables of the registry. */
  abstract Database open();

  @BeforeEach
  final void begin() {
    database = open();
  }

  @AfterEach
  final void end() {
    database.close();
  }

  @Test
  void an_account_is_read_as_it_was_added() {
    AccountSpec spec = spec("one", OptionalInt.of(20), Optional.of("plus"));
    add(spec);
    add(spec("another", OptionalInt.empty(), Optional.empty()));

    List<StoredAccount> all = database.read(rows::list);
    assertThat(all).extracting(one -> one.spec().name()).containsExactly("another", "one");
    StoredAccount found = find("one").orElseThrow();
    assertThat(found.spec()).isEqualTo(spec);
    assertThat(found.paused()).isFalse();
  }

  @Test
  void every_change_counts() {
    long before = version();
    add(spec("one", OptionalInt.empty(), Optional.empty()));
    assertThat(database.<Boolean>write(tx -> rows.pause(tx, "one", true))).isTrue();
    assertThat(find("one").orElseThrow().paused()).isTrue();
    assertThat(database.<Boolean>write(tx -> rows.remove(tx, "one"))).isTrue();
    assertThat(version()).isEqualTo(before + 3);
    assertThat(find("one")).isEmpty();
  }

  @Test
  void a_changed_account_keeps_its_name_and_whether_it_is_paused() {
    add(spec("one", OptionalInt.of(20), Optional.of("plus")));
    assertThat(database.<Boolean>write(tx -> rows.pause(tx, "one", true))).isTrue();
    AccountSpec changed = spec("one", OptionalInt.empty(), Optional.empty());
    long before = version();
    assertThat(database.<Boolean>write(tx -> rows.update(tx, changed))).isTrue();
    assertThat(find("one").orElseThrow().spec()).isEqualTo(changed);
    assertThat(find("one").orElseThrow().paused()).isTrue();
    assertThat(version()).isEqualTo(before + 1);
    AccountSpec none = spec("none", OptionalInt.empty(), Optional.empty());
    assertThat(database.<Boolean>write(tx -> rows.update(tx, none))).isFalse();
  }

  @Test
  void a_name_is_taken_once() {
    AccountSpec spec = spec("one", OptionalInt.empty(), Optional.empty());
    add(spec);
    assertThatThrownBy(() -> add(spec))
        .isInstanceOfSatisfying(
            StatementFailedException.class, failure -> assertThat(failure.constraint()).isTrue());
  }

  private Optional<StoredAccount> find(String name) {
    return database.read(tx -> rows.find(tx, name));
  }

  private long version() {
    return database.read(rows::version);
  }

  private void add(AccountSpec spec) {
    database.write(tx -> {
      rows.insert(tx, spec);
      return spec;
    });
  }

  private static AccountSpec spec(String name, OptionalInt perMinute, Optional<String> tier) {
    return new AccountSpec(
        name,
        "openai",
        URI.create("https://api.openai.com/v1"),
        "sk-canary",
        Map.of("gpt-image-2", "gpt-image-2"),
        4,
        perMinute,
        tier,
        100,
        Map.of("organization", "org-1"));
  }
}

package dev.atelier.provider.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.catalog.Catalog;
import dev.atelier.database.Database;
import dev.atelier.database.PostgresServer;
import dev.atelier.image.AccountId;
import dev.atelier.image.Operation;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.Provider;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.AccountPreference;
import dev.atelier.provider.account.RoutingKey;
import dev.atelier.provider.shared.SharedAccounts;
import dev.atelier.storage.DerivedKey;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Accounts that are changed at one node, as another follows them. */
class AccountsOfSeveralNodesTest {
  private static final RoutingKey EDIT = new RoutingKey("gpt-image-2", Operation.EDIT);
  private static final AccountId MAIN = new AccountId("main");

  private final Database database = PostgresServer.open(AccountRowsContract.MIGRATIONS);
  private final Node one = new Node(database, "node-1");
  private final Node other = new Node(database, "node-2");

  @AfterEach
  void close() {
    other.live.close();
    database.close();
  }

  private static final class Node {
    private final AccountPool pool;
    private final LiveAccounts live;

    Node(Database database, String name) {
      List<Provider> providers =
          List.of(new FakeProvider("fake", new Capabilities(1, false, false, false)));
      pool =
          new AccountPool(
              List.of(),
              providers,
              Catalog.builtIn(),
              Set.of(),
              AccountPreference.DEFAULT,
              Optional.of(new SharedAccounts(database, name)),
              InstantSource.system());
      live =
          new LiveAccounts(
              new ManageAccounts(
                  database,
                  new CredentialSeal(List.of(new DerivedKey("k1", new byte[32]))),
                  new SecretSource(_ -> null),
                  providers,
                  Catalog.builtIn(),
                  List.of()),
              pool,
              List.of());
      live.refresh();
    }
  }

  @Test
  void what_is_added_paused_and_removed_at_one_is_so_at_the_other() {
    one.live.add(spec(), _ -> {});
    assertThat(other.pool.serves(EDIT)).isFalse();
    other.live.look();
    assertThat(other.pool.serves(EDIT)).isTrue();

    var _ = one.live.pause("main", true, _ -> {});
    other.live.look();
    assertThat(other.pool.reserve(EDIT)).isEmpty();
    assertThat(other.pool.cooldowns(MAIN).values())
        .extracting(rest -> rest.evidence())
        .containsExactly("paused by the operator");

    assertThat(one.live.remove("main", _ -> {})).isTrue();
    other.live.look();
    assertThat(other.pool.serves(EDIT)).isFalse();
  }

  @Test
  void nobody_needs_to_ask() {
    other.live.start();

    one.live.add(spec(), _ -> {});

    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> other.pool.serves(EDIT));
  }

  private static AccountSpec spec() {
    return new AccountSpec(
        "main",
        "fake",
        URI.create("https://api.example.com/v1"),
        "sk-canary",
        Map.of("gpt-image-2", "gpt-image-2"),
        2,
        OptionalInt.empty(),
        Optional.empty(),
        1,
        Map.of());
  }
}

package dev.atelier.provider.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.catalog.Catalog;
import dev.atelier.image.AccountId;
import dev.atelier.image.Operation;
import dev.atelier.provider.Account;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How work is shared between accounts of different weights. */
class AccountWeightTest {
  private static final RoutingKey ANY = new RoutingKey("gpt-image-2", Operation.EDIT);
  private final FakeClock clock = FakeClock.fixed();

  @Test
  void one_call_after_the_other_is_shared_by_weight() {
    var pool = pool(account("light", 1), account("heavy", 3));
    int heavy = 0;
    for (int i = 0; i < 400; i++) {
      try (Slot slot = pool.reserve(ANY).orElseThrow()) {
        heavy += slot.account().id().value().equals("heavy") ? 1 : 0;
      }
    }
    assertThat(heavy).isBetween(295, 305);
  }

  @Test
  void calls_at_once_are_shared_by_weight() {
    var pool = pool(account("light", 1), account("heavy", 3));
    var slots = new ArrayList<Slot>();
    for (int i = 0; i < 12; i++) {
      slots.add(pool.reserve(ANY).orElseThrow());
    }
    assertThat(slots.stream().filter(slot -> slot.account().id().value().equals("heavy")))
        .hasSize(9);
    slots.forEach(Slot::close);
    assertThat(pool.inFlight()).isZero();
  }

  @Test
  void an_account_that_rested_does_not_make_up_for_it() {
    var pool = pool(account("rested", 1), account("busy", 1));
    pool.cool(
        new AccountId("rested"), ANY, new Cooldown(clock.instant().plusSeconds(60), "resting"));
    for (int i = 0; i < 100; i++) {
      pool.reserve(ANY).orElseThrow().close();
    }
    clock.advance(Duration.ofSeconds(61));
    int rested = 0;
    for (int i = 0; i < 100; i++) {
      try (Slot slot = pool.reserve(ANY).orElseThrow()) {
        rested += slot.account().id().value().equals("rested") ? 1 : 0;
      }
    }
    assertThat(rested).isBetween(48, 52);
  }

  private AccountPool pool(Account... accounts) {
    return new AccountPool(
        List.of(accounts),
        List.of(new FakeProvider("fake", new Capabilities(1, false, false, false))),
        Catalog.builtIn(),
        clock);
  }

  private static Account account(String id, int weight) {
    return new Account(
        new AccountId(id), "fake", Optional.empty(), Set.of(), 100, Optional.empty(), weight);
  }
}

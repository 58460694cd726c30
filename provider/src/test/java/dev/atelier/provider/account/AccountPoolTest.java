package dev.atelier.provider.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.catalog.Catalog;
import dev.atelier.image.AccountId;
import dev.atelier.image.Operation;
import dev.atelier.provider.Account;
import dev.atelier.provider.FakeProvider;
import dev.atelier.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountPoolTest {
  private static final RoutingKey ANY = new RoutingKey("gpt-image-2", Operation.EDIT);
  private static final RoutingKey WITHOUT = ANY.filter(new AccountFilter.Without("official"));
  private static final RoutingKey LAST = ANY.filter(new AccountFilter.Last("official"));
  private final FakeClock clock = FakeClock.fixed();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-image-2/edit",
        "gpt-image-2/generation!official",
        "gpt-image-2/edit~pro.2",
        "gpt-image-2/edit^official",
        "owner/model/generation"
      })
  void a_route_is_read_as_it_is_written(String text) {
    assertThat(RoutingKey.parse(text)).hasToString(text);
    assertThat(RoutingKey.parse(text).work().filter()).isEqualTo(AccountFilter.all());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gpt-image-2",
        "/edit",
        "gpt-image-2/upscale",
        "gpt-image-2/edit!",
        "x/edit!a/b"
      })
  void anything_else_is_no_route(String text) {
    assertThatThrownBy(() -> RoutingKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_account_of_a_tier_serves_what_does_not_leave_it_out() {
    var pool = pool(account("a", "official"));

    assertThat(pool.serves(ANY)).isTrue();
    assertThat(pool.serves(LAST)).isTrue();
    assertThat(pool.serves(WITHOUT)).isFalse();
    assertThat(pool.concurrency(WITHOUT)).isZero();
    assertThat(pool.reserve(WITHOUT)).isEmpty();
  }

  @Test
  void a_label_that_work_may_not_name_is_never_served() {
    var pool = pool(account("a", "pro"));

    assertThat(pool.serves(ANY.filter(new AccountFilter.Without("team")))).isFalse();
    assertThat(pool.serves(WITHOUT)).isTrue();
  }

  @Test
  void the_last_one_is_taken_when_no_other_is_free() {
    var pool = pool(account("a", "official"), account("b", "pro"));

    var first = pool.reserve(LAST).orElseThrow();
    var second = pool.reserve(LAST).orElseThrow();

    assertThat(first.account().id()).isEqualTo(new AccountId("b"));
    assertThat(second.account().id()).isEqualTo(new AccountId("a"));
    assertThat(pool.reserve(ANY)).isEmpty();
    first.close();
    assertThat(pool.reserve(LAST).map(slot -> slot.account().id())).contains(new AccountId("b"));
  }

  @Test
  void an_account_rests_from_a_kind_of_work_whoever_may_take_it() {
    var pool = pool(account("a", "official"), account("b", "pro"));
    pool.cool(
        new AccountId("b"), LAST, new Cooldown(clock.instant().plus(Duration.ofMinutes(1)), "429"));

    assertThat(pool.reserve(WITHOUT)).isEmpty();
    assertThat(pool.reserve(LAST).map(slot -> slot.account().id())).contains(new AccountId("a"));
    assertThat(pool.coolingUntil(WITHOUT)).isPresent();
    assertThat(pool.coolingUntil(ANY)).isEmpty();
  }

  private AccountPool pool(Account... accounts) {
    return new AccountPool(
        List.of(accounts),
        List.of(FakeProvider.paid()),
        Catalog.builtIn(),
        Set.of("official"),
        AccountPreference.DEFAULT,
        clock);
  }

  private static Account account(String id, String tier) {
    return new Account(
        new AccountId(id), "fake", Optional.empty(), Set.of(), 1, Optional.of(tier), 1);
  }
}

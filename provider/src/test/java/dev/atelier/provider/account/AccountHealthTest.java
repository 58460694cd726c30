package dev.atelier.provider.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.catalog.Catalog;
import dev.atelier.image.AccountId;
import dev.atelier.image.Operation;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Cause;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the ends of calls say about an account, and for how long. */
class AccountHealthTest {
  private static final RoutingKey EDIT = new RoutingKey("gpt-image-2", Operation.EDIT);
  private static final RoutingKey GENERATION = new RoutingKey("gpt-image-2", Operation.GENERATION);
  private static final AccountId ID = new AccountId("a");

  private final FakeClock clock = FakeClock.fixed();
  private final AccountPool pool =
      new AccountPool(
          List.of(new Account(ID, "fake", Optional.empty(), Set.of(), 4, Optional.empty(), 1)),
          List.of(new FakeProvider("fake", new Capabilities(1, false, false, false))),
          Catalog.builtIn(),
          clock);

  @ParameterizedTest
  @EnumSource(
      value = Cause.class,
      names = {"UNREACHABLE", "CREDENTIAL", "QUOTA"})
  void what_concerns_the_whole_account_rests_all_of_its_work(Cause cause) {
    end(EDIT, notSent(cause));
    assertThat(pool.reserve(EDIT)).isEmpty();
    assertThat(pool.reserve(GENERATION)).isEmpty();
    assertThat(pool.cooldowns(ID).values()).extracting(Cooldown::evidence).containsOnly("gone");
  }

  @Test
  void a_throttled_kind_of_work_rests_alone_and_as_long_as_the_upstream_says() {
    end(EDIT, new AttemptOutcome.Throttled(Optional.of(Duration.ofSeconds(90)), "429"));
    assertThat(pool.reserve(EDIT)).isEmpty();
    pool.reserve(GENERATION).orElseThrow().close();
    clock.advance(Duration.ofSeconds(89));
    assertThat(pool.reserve(EDIT)).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    pool.reserve(EDIT).orElseThrow().close();
  }

  @Test
  void server_errors_count_when_they_come_in_a_row() {
    for (int i = 0; i < 2; i++) {
      end(EDIT, AttemptOutcome.NotSent.serverError(503, "overloaded"));
    }
    end(EDIT, AttemptOutcome.Succeeded.ALL);
    for (int i = 0; i < 3; i++) {
      assertThat(pool.usable(EDIT)).as("after %s", i).isNotEmpty();
      end(EDIT, AttemptOutcome.NotSent.serverError(503, "overloaded"));
    }
    assertThat(pool.reserve(EDIT)).isEmpty();
    pool.reserve(GENERATION).orElseThrow().close();
  }

  @Test
  void a_probe_goes_alone_until_a_call_succeeds() {
    end(EDIT, notSent(Cause.UNREACHABLE));
    clock.advance(Duration.ofMinutes(10));
    Slot probe = pool.reserve(EDIT).orElseThrow();
    assertThat(pool.reserve(EDIT)).as("beside the probe").isEmpty();
    probe.report(EDIT, AttemptOutcome.Succeeded.ALL, clock.instant());
    probe.close();
    Slot one = pool.reserve(EDIT).orElseThrow();
    Slot other = pool.reserve(EDIT).orElseThrow();
    one.close();
    other.close();
  }

  @Test
  void a_probe_that_ends_without_a_word_lets_the_next_one_in() {
    end(EDIT, notSent(Cause.UNREACHABLE));
    clock.advance(Duration.ofMinutes(10));
    pool.reserve(EDIT).orElseThrow().close();
    pool.reserve(EDIT).orElseThrow().close();
  }

  @Test
  void cooldowns_double_and_are_capped_where_nothing_speaks_for_longer() {
    Duration before = Duration.ZERO;
    for (int i = 0; i < 20; i++) {
      end(EDIT, notSent(Cause.UNREACHABLE));
      Instant until = pool.coolingUntil(EDIT).orElseThrow();
      Duration length = Duration.between(clock.instant(), until);
      assertThat(length).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(Duration.ofMinutes(10));
      before = length;
      clock.advance(length);
    }
    assertThat(before).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void the_calls_in_flight_when_it_died_count_once_together() {
    Instant begun = clock.instant();
    Slot[] slots = {
      pool.reserve(EDIT).orElseThrow(),
      pool.reserve(EDIT).orElseThrow(),
      pool.reserve(EDIT).orElseThrow()
    };
    clock.advance(Duration.ofSeconds(1));
    for (Slot slot : slots) {
      slot.report(EDIT, notSent(Cause.UNREACHABLE), begun);
      slot.close();
    }
    assertThat(pool.coolingUntil(EDIT)).contains(clock.instant().plusSeconds(2));
  }

  @Test
  void a_success_that_began_before_it_died_does_not_call_it_alive() {
    Instant begun = clock.instant();
    Slot slow = pool.reserve(EDIT).orElseThrow();
    clock.advance(Duration.ofSeconds(1));
    end(EDIT, notSent(Cause.QUOTA));
    clock.advance(Duration.ofSeconds(1));
    slow.report(EDIT, AttemptOutcome.Succeeded.ALL, begun);
    slow.close();
    assertThat(pool.reserve(EDIT)).isEmpty();
  }

  @Test
  void a_cooldown_is_never_shortened() {
    Instant later = clock.instant().plusSeconds(300);
    pool.cool(ID, EDIT, new Cooldown(later, "long"));
    pool.cool(ID, EDIT, new Cooldown(clock.instant().plusSeconds(1), "short"));
    assertThat(pool.coolingUntil(EDIT)).contains(later);
  }

  private void end(RoutingKey key, AttemptOutcome outcome) {
    try (Slot slot = pool.reserve(key).orElseThrow()) {
      slot.report(key, outcome, clock.instant());
    }
  }

  private static AttemptOutcome notSent(Cause cause) {
    return new NotSent(cause, "gone", Optional.empty(), Optional.empty());
  }
}

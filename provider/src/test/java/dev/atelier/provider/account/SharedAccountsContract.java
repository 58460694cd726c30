package dev.atelier.provider.account;

import static dev.atelier.provider.account.SharedNode.EDIT;
import static dev.atelier.provider.account.SharedNode.MAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Cause;
import dev.atelier.provider.RemainingLimit;
import dev.atelier.provider.account.SharedNode.Running;
import dev.atelier.provider.shared.SharedAccounts;
import dev.atelier.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes that call the same accounts, over any database. */
abstract class SharedAccountsContract {
  static final List<String> MIGRATIONS = List.of("dev/atelier/provider/registry/migrations");

  /** The clock of one process is ahead of the database's and of the other's. */
  private static final Duration SKEW = Duration.ofMinutes(7);

  private final FakeClock clock = FakeClock.fixed();
  private final FakeClock skewed = new FakeClock(clock.instant().plus(SKEW));
  private Database database;
  private SharedNode one;
  private SharedNode other;

  /** An empty database with the tables of the registry, whose time is that of the clock. */
  abstract Database open(FakeClock time);

  @BeforeEach
  final void begin() {
    database = open(clock);
    use(SharedNode.account("main", 2));
  }

  @AfterEach
  final void end() {
    database.close();
  }

  private void use(Account... accounts) {
    one = new SharedNode(database, "node-1", clock, accounts);
    other = new SharedNode(database, "node-2", skewed, accounts);
  }

  private void pass(Duration time) {
    clock.advance(time);
    skewed.advance(time);
  }

  private void refresh() {
    one.pool.refresh(); // tells
    other.pool.refresh();
    one.pool.refresh();
  }

  @Test
  void an_account_has_as_many_slots_as_it_has_whoever_takes_them() {
    Running first = one.begin().orElseThrow();
    Running second = other.begin().orElseThrow();

    assertThat(one.begin()).isEmpty();
    assertThat(other.begin()).isEmpty();
    refresh();
    assertThat(one.pool.open()).isEmpty();
    assertThat(one.pool.inFlight(MAIN)).isEqualTo(2);
    assertThat(other.pool.inFlight(MAIN)).isEqualTo(2);
    assertThat(other.pool.inFlight()).as("here").isEqualTo(1);
    assertThat(one.pool.waiting(SlotRequest.of(EDIT)).lines())
        .isEqualTo(other.pool.waiting(SlotRequest.of(EDIT)).lines())
        .contains("main: no free slot (2 of 2)");

    one.end(first, AttemptOutcome.Succeeded.ALL);
    refresh();
    Running third = other.begin().orElseThrow();
    assertThat(one.begin()).isEmpty();
    other.end(second, AttemptOutcome.Succeeded.ALL);
    other.end(third, AttemptOutcome.Succeeded.ALL);
    refresh();
    assertThat(one.pool.inFlight(MAIN)).isZero();
  }

  @Test
  void a_job_goes_on_in_its_slot_though_others_want_it() {
    Running first = one.begin().orElseThrow();
    Running second = one.begin().orElseThrow();

    Running next = one.goOn(first);

    assertThat(next.images()).isEqualTo(1);
    assertThat(other.begin()).isEmpty();
    one.end(next, AttemptOutcome.Succeeded.ALL);
    other.pool.refresh();
    assertThat(other.begin()).isPresent();
    assertThat(other.begin()).isEmpty();
    one.end(second, AttemptOutcome.Succeeded.ALL);
  }

  @Test
  void a_slot_whose_transaction_is_rolled_back_is_free() {
    Slot slot = one.pool.reserve(EDIT).orElseThrow();
    try {
      database.write(tx -> {
        slot.order(tx, SharedNode.call(), 1, 0);
        throw new IllegalStateException("rolled back");
      });
    } catch (IllegalStateException _) {
      slot.close();
    }

    assertThat(other.begin()).isPresent();
    assertThat(other.begin()).isPresent();
  }

  @Test
  void more_slots_than_were_ever_wanted_can_be_had_when_they_are_wanted() {
    use(SharedNode.account("main", 40));

    for (int i = 0; i < 20; i++) {
      assertThat(one.begin()).as("call %s", i).isPresent();
      assertThat(other.begin()).as("call %s", i).isPresent();
    }
    assertThat(one.begin()).isEmpty();
  }

  @Test
  void the_slots_of_a_process_that_died_come_back_with_its_calls() {
    Running lost = one.begin().orElseThrow();
    Running resumed = one.begin().orElseThrow();
    other.pool.refresh();
    assertThat(other.begin()).isEmpty();

    database.write(tx -> {
      other.shared.free(tx, MAIN, lost.attempt());
      other.shared.adopt(tx, MAIN, resumed.attempt());
      return lost;
    });
    Slot goesOn = other.pool.resume(MAIN, EDIT).orElseThrow();
    other.pool.refresh();

    assertThat(other.pool.inFlight(MAIN)).isEqualTo(1);
    assertThat(other.begin()).isPresent();
    assertThat(other.begin()).isEmpty();
    database.write(tx -> {
      goesOn.ended(tx, resumed.attempt(), false);
      return goesOn;
    });
    goesOn.close();
    assertThat(other.begin()).isPresent();
  }

  @Test
  void a_probe_that_goes_on_in_another_process_is_no_probe_any_more() {
    one.end(one.begin().orElseThrow(), notSent());
    refresh();
    pass(Duration.ofMinutes(10));
    Running probe = one.begin().orElseThrow();

    database.write(tx -> {
      other.shared.adopt(tx, MAIN, probe.attempt());
      return probe;
    });
    other.pool.refresh();

    assertThat(other.begin()).isPresent();
  }

  @Test
  void what_the_upstream_said_to_one_keeps_the_other_away_as_long() {
    one.end(
        one.begin().orElseThrow(),
        new AttemptOutcome.Throttled(Optional.of(Duration.ofSeconds(90)), "429 slow down"));
    refresh();

    assertThat(other.begin()).isEmpty();
    Cooldown told = rest(other, EDIT.text());
    assertThat(told.evidence()).isEqualTo("429 slow down");
    assertThat(told.until()).isEqualTo(skewed.instant().plusSeconds(90));
    pass(Duration.ofSeconds(89));
    refresh();
    assertThat(other.begin()).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(other.begin()).isPresent();
  }

  @Test
  void failures_in_a_row_count_wherever_they_happen() {
    AttemptOutcome overloaded = AttemptOutcome.NotSent.serverError(503, "overloaded");
    one.end(one.begin().orElseThrow(), overloaded);
    refresh();
    other.end(other.begin().orElseThrow(), overloaded);
    refresh();
    assertThat(one.pool.cooldowns(MAIN)).isEmpty();

    one.end(one.begin().orElseThrow(), overloaded);
    refresh();

    assertThat(other.pool.cooldowns(MAIN)).containsKey(EDIT.text());
    assertThat(other.begin()).isEmpty();
  }

  @Test
  void calls_in_flight_when_it_died_count_once_together_over_all() {
    Running here = one.begin().orElseThrow();
    Running there = other.begin().orElseThrow();
    pass(Duration.ofSeconds(1));

    one.end(here, notSent());
    other.end(there, notSent());
    refresh();

    assertThat(one.pool.coolingUntil(EDIT)).contains(clock.instant().plusSeconds(2));
    assertThat(other.pool.coolingUntil(EDIT)).contains(skewed.instant().plusSeconds(2));
  }

  @Test
  void one_process_at_a_time_tries_what_was_dead_until_a_call_succeeds() {
    one.end(one.begin().orElseThrow(), notSent());
    refresh();
    pass(Duration.ofMinutes(10));

    Running probe = other.begin().orElseThrow();
    assertThat(one.begin()).as("beside the probe").isEmpty();
    refresh();
    assertThat(one.pool.waiting(SlotRequest.of(EDIT)).lines().toString()).contains("main: ");
    assertThat(one.begin()).isEmpty();

    pass(Duration.ofSeconds(1));
    other.end(probe, AttemptOutcome.Succeeded.ALL);
    refresh();
    assertThat(one.begin()).isPresent();
    assertThat(other.begin()).isPresent();
  }

  @Test
  void a_probe_that_tells_nothing_or_whose_process_dies_lets_the_next_one_in() {
    one.end(one.begin().orElseThrow(), notSent());
    refresh();
    pass(Duration.ofMinutes(10));
    other.end(other.begin().orElseThrow(), new AttemptOutcome.Unknown("cut off"));
    refresh();
    Running lost = one.begin().orElseThrow();
    assertThat(other.begin()).isEmpty();

    database.write(tx -> {
      other.shared.free(tx, MAIN, lost.attempt());
      return lost;
    });
    other.pool.refresh();

    assertThat(other.begin()).isPresent();
  }

  @Test
  void images_per_minute_are_those_of_all_and_come_back_after_a_minute() {
    use(SharedNode.account("main", 9, OptionalInt.of(10)));

    assertThat(one.begin(4).orElseThrow().images()).isEqualTo(4);
    assertThat(other.begin(8).orElseThrow().images()).isEqualTo(6);
    assertThat(one.begin(1)).isEmpty();
    refresh();
    assertThat(other.begin(1)).isEmpty();
    assertThat(rest(other, "").evidence()).isEqualTo("10 images per minute are used up");

    pass(Duration.ofSeconds(59));
    refresh();
    assertThat(one.begin(1)).isEmpty();
    pass(Duration.ofSeconds(2));
    refresh();
    assertThat(other.begin(10).orElseThrow().images()).isEqualTo(10);
  }

  @Test
  void what_the_upstream_says_is_left_is_known_to_all() {
    Running call = one.begin().orElseThrow();
    call.slot().allowance(new RemainingLimit("requests", 0, Duration.ofSeconds(30)));
    one.end(call, AttemptOutcome.Succeeded.ALL);
    refresh();

    assertThat(other.begin()).isEmpty();
    assertThat(rest(other, EDIT.text()).until()).isEqualTo(skewed.instant().plusSeconds(30));
    pass(Duration.ofSeconds(30));
    assertThat(other.begin()).isPresent();
  }

  @Test
  void what_only_one_takes_for_dead_is_tried_by_it() {
    Running call = one.begin().orElseThrow();
    call.slot().report(EDIT, notSent(), call.begun());
    call.slot().close(); // its end could not be stored
    pass(Duration.ofMinutes(10));
    one.pool.refresh();

    Running tries = one.begin().orElseThrow();
    one.end(tries, AttemptOutcome.Succeeded.ALL);
    assertThat(one.begin()).isPresent();
  }

  @Test
  void an_account_that_is_added_again_begins_anew() {
    one.end(one.begin().orElseThrow(), notSent());
    refresh();

    database.write(tx -> {
      SharedAccounts.forget(tx, MAIN);
      return MAIN;
    });
    refresh();

    assertThat(other.pool.cooldowns(MAIN)).isEmpty();
    assertThat(one.begin()).isPresent();
    assertThat(other.begin()).isPresent();
  }

  @Test
  void a_success_elsewhere_is_a_success() {
    one.end(one.begin().orElseThrow(), notSent());
    refresh();
    pass(Duration.ofMinutes(10));
    other.end(other.begin().orElseThrow(), AttemptOutcome.Succeeded.ALL);
    refresh();

    one.end(one.begin().orElseThrow(), notSent());

    assertThat(one.pool.coolingUntil(EDIT)).contains(clock.instant().plusSeconds(2));
  }

  private static Cooldown rest(SharedNode node, String work) {
    return Optional.ofNullable(node.pool.cooldowns(MAIN).get(work)).orElseThrow();
  }

  private static AttemptOutcome notSent() {
    return new AttemptOutcome.NotSent(
        Cause.UNREACHABLE, "gone", Optional.empty(), Optional.empty());
  }
}

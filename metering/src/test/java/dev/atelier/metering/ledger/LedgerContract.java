package dev.atelier.metering.ledger;

import static dev.atelier.image.TenantId.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.image.AdmissionFault.OutOfBudget;
import dev.atelier.image.AttemptId;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import dev.atelier.metering.Faults;
import dev.atelier.metering.ledger.Entry.Kind;
import dev.atelier.metering.tenant.Tenant;
import dev.atelier.metering.tenant.Tenants;
import dev.atelier.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link Ledger} does over any database. */
abstract class LedgerContract {
  private static final TenantId OTHER = new TenantId("other");
  private static final KeyId KEY = new KeyId("key_1");
  private static final JobId JOB = job(1);
  private static final Usage USAGE = new Usage(12, 0, 4_160);

  private final FakeClock clock = FakeClock.fixed();
  private final Ledger ledger = new Ledger(clock);
  private final Tenants tenants = new Tenants(clock);
  private final Budgets budgets = new Budgets(clock);
  private Database database;

  /** An empty database with this module's tables. */
  abstract Database database();

  @BeforeEach
  final void open() {
    database = database();
    run(tx -> tenants.create(tx, OTHER, "Other"));
  }

  @AfterEach
  final void close() {
    try (var _ = database) {
      assertThat(database.read(LedgerAudit::check)).isEmpty();
    }
  }

  @Test
  void a_hold_is_charged_image_by_image_and_the_rest_released() {
    run(tx -> ledger.hold(tx, DEFAULT, KEY, JOB, 300));
    assertThat(books(DEFAULT)).isEqualTo(new Books(300, 0));

    assertThat(charge(0, 100)).isTrue();
    assertThat(books(DEFAULT)).isEqualTo(new Books(200, 100));
    assertThat(charge(2, 60)).isTrue();
    assertThat(held()).isEqualTo(140);

    run(tx -> ledger.release(tx, DEFAULT, JOB));
    assertThat(books(DEFAULT)).isEqualTo(new Books(0, 160));
    assertThat(held()).isZero();
  }

  @Test
  void the_end_of_a_job_charges_what_it_delivers_and_releases_the_rest() {
    run(tx -> ledger.hold(tx, DEFAULT, KEY, JOB, 300));
    var hold = new Hold(DEFAULT, KEY, JOB, 300);
    var delivered = List.of(new Priced(0, 90, USAGE), new Priced(1, 100, USAGE));

    for (var i = 0; i < 2; i++) {
      run(tx -> ledger.settle(tx, hold, delivered));
      assertThat(books(DEFAULT)).isEqualTo(new Books(0, 190));
    }
    assertThat(charges()).extracting(Charge::image).containsExactly(0, 1);
    assertThat(kinds(DEFAULT)).containsExactly(Kind.CHARGE, Kind.CHARGE, Kind.HOLD, Kind.RELEASE);
  }

  @Test
  void the_end_takes_no_more_than_was_held() {
    run(tx -> ledger.hold(tx, DEFAULT, KEY, JOB, 100));
    var delivered = List.of(new Priced(0, 70, USAGE), new Priced(1, 70, USAGE));
    run(tx -> ledger.settle(tx, new Hold(DEFAULT, KEY, JOB, 100), delivered));
    assertThat(books(DEFAULT)).isEqualTo(new Books(0, 100));
  }

  @Test
  void a_whole_hold_is_settled_in_two_statements() {
    run(tx -> ledger.hold(tx, DEFAULT, KEY, JOB, 150));
    var delivered = List.of(new Priced(0, 70, USAGE), new Priced(2, 100, USAGE));
    var hold = new Hold(DEFAULT, KEY, JOB, 150);
    database.write(tx -> {
      var counted = new CountedTx(tx);
      assertThat(ledger.settle(counted, hold, delivered))
          .extracting(Charge::micros)
          .containsExactly(70L, 80L);
      assertThat(counted.statements()).isEqualTo(2);
      assertThat(ledger.settle(tx, hold, delivered)).isEmpty();
      return true;
    });
    assertThat(books(DEFAULT)).isEqualTo(new Books(0, 150));
    assertThat(kinds(DEFAULT)).containsExactly(Kind.CHARGE, Kind.CHARGE, Kind.HOLD, Kind.RELEASE);
  }

  @Test
  void what_is_settled_as_whole_was_not_charged_in_part() {
    run(tx -> ledger.hold(tx, DEFAULT, KEY, JOB, 150));
    charge(0, 70);
    var hold = new Hold(DEFAULT, KEY, JOB, 150);
    assertThatIllegalStateException()
        .isThrownBy(() -> run(tx -> ledger.settle(tx, hold, List.of(new Priced(0, 70, USAGE)))));
    assertThat(books(DEFAULT)).isEqualTo(new Books(80, 70));
  }

  @Test
  void a_job_that_held_nothing_is_settled_in_one_statement_and_recorded() {
    var hold = new Hold(DEFAULT, KEY, JOB, 0);
    database.write(tx -> {
      var counted = new CountedTx(tx);
      assertThat(ledger.settle(counted, hold, List.of(new Priced(0, 5, USAGE)))).hasSize(1);
      assertThat(counted.statements()).isEqualTo(1);
      return true;
    });
    assertThat(books(DEFAULT)).isEqualTo(new Books(0, 0));
    assertThat(kinds(DEFAULT)).containsExactlyInAnyOrder(Kind.CHARGE, Kind.HOLD);
    run(tx -> ledger.settle(tx, new Hold(DEFAULT, KEY, job(2), 0), List.of()));
    assertThat(kinds(DEFAULT)).hasSize(2);
  }

  @Test
  void what_a_settled_hold_leaves_is_free_in_the_budget_of_its_day() {
    run(tx -> budgets.set(tx, DEFAULT, Period.DAY, 100));
    run(tx -> ledger.hold(tx, DEFAULT, KEY, JOB, 100));
    var hold = new Hold(DEFAULT, KEY, JOB, 100);
    run(tx -> ledger.settle(tx, hold, List.of(new Priced(0, 60, USAGE))));
    run(tx -> ledger.hold(tx, DEFAULT, KEY, job(2), 40));
    assertThat(Faults.of(() -> run(tx -> ledger.hold(tx, DEFAULT, KEY, job(3), 1))))
        .isInstanceOf(OutOfBudget.class);
  }

  @Test
  void an_image_is_charged_once() {
    run(tx -> ledger.hold(tx, DEFAULT, KEY, JOB, 300));

    assertThat(charge(0, 100)).isTrue();
    assertThat(charge(0, 100)).isFalse();
    assertThat(charge(0, 77)).isFalse();
    run(tx -> ledger.release(tx, DEFAULT, JOB));
    assertThat(charge(0, 100)).isFalse();

    assertThat(books(DEFAULT)).isEqualTo(new Books(0, 100));
    assertThat(charges()).containsExactly(new Charge(JOB, 0, KEY, 100, USAGE, clock.instant()));
  }

  @Test
  void a_job_is_held_for_and_released_once() {
    for (var i = 0; i < 3; i++) {
      run(tx -> ledger.hold(tx, DEFAULT, KEY, JOB, 300));
    }
    assertThat(balance(DEFAULT).held()).isEqualTo(300);

    for (var i = 0; i < 3; i++) {
      run(tx -> ledger.release(tx, DEFAULT, JOB));
    }
    assertThat(books(DEFAULT)).isEqualTo(new Books(0, 0));
    assertThat(kinds(DEFAULT)).containsExactly(Kind.HOLD, Kind.RELEASE);
  }

  @Test
  void a_free_job_is_one_statement_to_submit_and_a_paid_one_two() {
    database.write(tx -> {
      var counted = new CountedTx(tx);
      ledger.hold(counted, DEFAULT, KEY, job(1), 0);
      assertThat(counted.statements()).isEqualTo(1);
      ledger.hold(counted, DEFAULT, KEY, job(2), 5);
      assertThat(counted.statements()).isEqualTo(3);
      return true;
    });
  }

  @Test
  void a_free_job_is_recorded_with_its_usage_and_leaves_the_balance_alone() {
    run(tx -> ledger.hold(tx, DEFAULT, KEY, JOB, 0));
    assertThat(charge(0, 0)).isTrue();
    assertThat(charge(0, 0)).isFalse();
    run(tx -> ledger.release(tx, DEFAULT, JOB));

    assertThat(books(DEFAULT)).isEqualTo(new Books(0, 0));
    assertThat(kinds(DEFAULT)).containsExactlyInAnyOrder(Kind.HOLD, Kind.CHARGE);
    assertThat(charges()).singleElement().extracting(Charge::usage).isEqualTo(USAGE);
  }

  @Test
  void nothing_is_charged_without_a_hold_or_after_the_release() {
    assertThatIllegalStateException().isThrownBy(() -> charge(0, 0));
    assertThatIllegalStateException().isThrownBy(() -> charge(0, 5));

    run(tx -> ledger.hold(tx, DEFAULT, KEY, JOB, 300));
    run(tx -> ledger.release(tx, DEFAULT, JOB));
    assertThatIllegalStateException().isThrownBy(() -> charge(0, 5));
    assertThatIllegalStateException().isThrownBy(() -> charge(0, 0));

    assertThat(charges()).isEmpty();
    assertThat(balance(DEFAULT).charged()).isZero();
  }

  @Test
  void an_image_costs_no_more_than_was_held() {
    run(tx -> ledger.hold(tx, DEFAULT, KEY, JOB, 100));

    charge(0, 130);
    charge(1, 20);

    assertThat(books(DEFAULT)).isEqualTo(new Books(0, 100));
  }

  @Test
  void a_budget_bounds_what_is_held_and_charged_together() {
    run(tx -> budgets.set(tx, DEFAULT, Period.MONTH, 1_000));
    run(tx -> ledger.hold(tx, DEFAULT, KEY, job(1), 600));
    run(tx -> ledger.charge(tx, DEFAULT, job(1), 0, 600, USAGE));

    assertThat(Faults.of(() -> run(tx -> ledger.hold(tx, DEFAULT, KEY, job(2), 401))))
        .isEqualTo(new OutOfBudget());
    assertThat(balance(DEFAULT).available()).hasValue(400);
    run(tx -> ledger.hold(tx, DEFAULT, KEY, job(3), 400));
    assertThat(Faults.of(() -> run(tx -> ledger.hold(tx, DEFAULT, KEY, job(4), 1))))
        .isEqualTo(new OutOfBudget());

    run(tx -> ledger.hold(tx, DEFAULT, KEY, job(5), 0));
    run(tx -> ledger.release(tx, DEFAULT, job(3)));
    run(tx -> ledger.hold(tx, DEFAULT, KEY, job(4), 1));
    assertThat(balance(DEFAULT).available()).hasValue(399);
  }

  @Test
  void a_held_job_may_be_held_again_when_the_budget_is_used_up() {
    run(tx -> budgets.set(tx, DEFAULT, Period.MONTH, 600));
    run(tx -> ledger.hold(tx, DEFAULT, KEY, JOB, 600));

    run(tx -> ledger.hold(tx, DEFAULT, KEY, JOB, 600));

    assertThat(balance(DEFAULT).held()).isEqualTo(600);
  }

  @Test
  void a_refused_hold_leaves_nothing_even_if_its_transaction_goes_on() {
    run(tx -> budgets.set(tx, DEFAULT, Period.MONTH, 10));

    run(tx -> {
      try {
        ledger.hold(tx, DEFAULT, KEY, JOB, 11);
      } catch (FaultException refused) {
        ledger.hold(tx, DEFAULT, KEY, job(2), 10);
      }
    });

    assertThat(balance(DEFAULT).held()).isEqualTo(10);
    assertThat(kinds(DEFAULT)).containsExactly(Kind.HOLD);
  }

  @Test
  void a_budget_can_be_lifted_and_put_below_what_is_spent() {
    run(tx -> ledger.hold(tx, DEFAULT, KEY, job(1), 500));
    run(tx -> budgets.set(tx, DEFAULT, Period.MONTH, 100));
    assertThat(balance(DEFAULT).available()).hasValue(0);
    assertThat(Faults.of(() -> run(tx -> ledger.hold(tx, DEFAULT, KEY, job(2), 1))))
        .isEqualTo(new OutOfBudget());

    run(tx -> budgets.lift(tx, DEFAULT, Period.MONTH));
    run(tx -> ledger.hold(tx, DEFAULT, KEY, job(2), 1));
    assertThat(books(DEFAULT)).isEqualTo(new Books(501, 0));
  }

  @Test
  void tenants_do_not_touch_each_others_money() {
    run(tx -> budgets.set(tx, OTHER, Period.MONTH, 0));
    run(tx -> ledger.hold(tx, DEFAULT, KEY, JOB, 300));

    assertThatIllegalStateException()
        .isThrownBy(() -> run(tx -> ledger.charge(tx, OTHER, JOB, 0, 5, USAGE)));
    run(tx -> ledger.release(tx, OTHER, JOB));
    assertThat(database.<Optional<Charge>>read(tx -> ledger.charged(tx, OTHER, JOB, 0))).isEmpty();
    assertThat(kinds(OTHER)).isEmpty();
    assertThat(balance(DEFAULT).held()).isEqualTo(300);
  }

  @Test
  void an_unknown_tenant_has_no_money() {
    var nobody = new TenantId("nobody");

    assertThatIllegalStateException().isThrownBy(() -> balance(nobody));
    assertThatIllegalStateException()
        .isThrownBy(() -> run(tx -> ledger.hold(tx, nobody, KEY, JOB, 1)));
  }

  @Test
  void senseless_amounts_are_refused() {
    for (var micros : new long[] {-1, Micros.MAX + 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> run(tx -> ledger.hold(tx, DEFAULT, KEY, JOB, micros)));
      assertThatIllegalArgumentException().isThrownBy(() -> charge(0, micros));
      assertThatIllegalArgumentException().isThrownBy(() -> cost(1, micros, false));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> run(tx -> budgets.set(tx, DEFAULT, Period.MONTH, micros)));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> charge(-1, 0));
  }

  @Test
  void what_is_rolled_back_never_happened() {
    run(tx -> ledger.hold(tx, DEFAULT, KEY, JOB, 300));

    assertThatThrownBy(() ->
            run(tx -> {
              ledger.charge(tx, DEFAULT, JOB, 0, 100, USAGE);
              ledger.release(tx, DEFAULT, JOB);
              throw new IllegalStateException("crash");
            }))
        .hasMessage("crash");

    assertThat(books(DEFAULT)).isEqualTo(new Books(300, 0));
    assertThat(charge(0, 100)).isTrue();
  }

  @Test
  void many_who_charge_the_same_image_at_once_charge_it_once() throws Exception {
    run(tx -> ledger.hold(tx, DEFAULT, KEY, JOB, 400));

    List<Future<Boolean>> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Callable<Boolean>>();
      for (var i = 0; i < 40; i++) {
        var image = i % 4;
        calls.add(() -> charge(image, 100));
      }
      answers = threads.invokeAll(calls);
    }

    assertThat(answers.stream().filter(Future::resultNow)).hasSize(4);
    assertThat(books(DEFAULT)).isEqualTo(new Books(0, 400));
  }

  @Test
  void a_ledger_is_read_page_by_page_in_the_order_of_time() {
    for (var i = 1; i <= 7; i++) {
      var job = job(i);
      run(tx -> ledger.hold(tx, DEFAULT, KEY, job, 10));
      if (i % 3 == 0) {
        clock.advance(Duration.ofMillis(1));
      }
      run(tx -> ledger.charge(tx, DEFAULT, job, 0, 10, USAGE));
    }
    run(tx -> ledger.hold(tx, OTHER, KEY, job(8), 10));

    var read = new ArrayList<Entry>();
    var after = Optional.<Entry.Cursor>empty();
    List<Entry> page;
    do {
      page = entries(DEFAULT, after, 3);
      read.addAll(page);
      after =
          page.isEmpty() ? after : Optional.of(Entry.Cursor.parse(page.getLast().cursor().text()));
    } while (!page.isEmpty());

    assertThat(read).hasSize(14).doesNotHaveDuplicates();
    assertThat(read).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    assertThat(read).isEqualTo(entries(DEFAULT, Optional.empty(), 100));
  }

  @Test
  void what_is_not_a_place_in_a_ledger_is_refused() {
    for (var text : List.of("", "1", "1.2.3.4", "x." + JOB + ".hold.-1", "1." + JOB + ".gift.0")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Entry.Cursor.parse(text));
    }
  }

  @Test
  void totals_are_told_by_key_for_a_span_of_time() {
    var start = clock.instant();
    run(tx -> ledger.hold(tx, DEFAULT, KEY, job(1), 30));
    run(tx -> ledger.hold(tx, DEFAULT, new KeyId("key_2"), job(2), 0));
    run(tx -> ledger.charge(tx, DEFAULT, job(1), 0, 10, USAGE));
    run(tx -> ledger.charge(tx, DEFAULT, job(1), 1, 20, USAGE));
    run(tx -> ledger.charge(tx, DEFAULT, job(2), 0, 0, USAGE));
    clock.advance(Duration.ofSeconds(1));
    var end = clock.instant();
    run(tx -> ledger.charge(tx, DEFAULT, job(1), 2, 40, USAGE));

    assertThat(database.<List<KeyTotals>>read(tx -> ledger.totals(tx, DEFAULT, start, end)))
        .containsExactly(
            new KeyTotals(KEY, 2, 30, USAGE.plus(USAGE)),
            new KeyTotals(new KeyId("key_2"), 1, 0, USAGE));
  }

  @Test
  void upstream_costs_are_noted_once_for_each_attempt_and_ambiguous_ones_apart() {
    var start = clock.instant();
    cost(1, 70, false);
    cost(1, 99, false);
    cost(1, 99, true);
    cost(2, 50, true);
    cost(2, 51, true);
    cost(3, 40, true);
    cost(3, 42, false);

    assertThat(spend(start, start.plusMillis(1)))
        .containsExactly(new UpstreamSpend(new AccountId("main"), 3, 112, 1, 50));
    assertThat(spend(start.plusMillis(1), start.plusMillis(9))).isEmpty();
  }

  @Test
  void the_default_tenant_is_there_from_the_start_and_others_are_added_once() {
    assertThat(database.read(tenants::list)).extracting(Tenant::id).containsExactly(DEFAULT, OTHER);
    assertThat(database.<Boolean>write(tx -> tenants.create(tx, OTHER, "Again"))).isFalse();
    assertThat(database.<String>read(tx -> tenants.find(tx, OTHER).orElseThrow().label()))
        .isEqualTo("Other");
    assertThat(database.<Optional<Tenant>>read(tx -> tenants.find(tx, new TenantId("nobody"))))
        .isEmpty();
    assertThat(
            database.<Boolean>write(
                tx -> tenants.billing(tx, new TenantId("nobody"), Billing.PREPAID)))
        .isFalse();
  }

  private boolean charge(int image, long micros) {
    return database.write(tx -> ledger.charge(tx, DEFAULT, JOB, image, micros, USAGE)).isPresent();
  }

  private void cost(int attempt, long micros, boolean ambiguous) {
    run(tx ->
        ledger.upstreamCost(
            tx,
            new AttemptId(new UUID(9, attempt)),
            JOB,
            new AccountId("main"),
            new UpstreamCost(
                micros, ambiguous ? UpstreamCost.Basis.AMBIGUOUS : UpstreamCost.Basis.ESTIMATED)));
  }

  private List<UpstreamSpend> spend(Instant from, Instant until) {
    return database.read(tx -> ledger.upstreamSpend(tx, from, until));
  }

  private Books books(TenantId tenant) {
    Balance balance = balance(tenant);
    return new Books(balance.held(), balance.charged());
  }

  private record Books(long held, long charged) {}

  private Balance balance(TenantId tenant) {
    return database.read(tx -> ledger.balance(tx, tenant));
  }

  private long held() {
    return database.read(tx -> ledger.held(tx, DEFAULT, JOB));
  }

  private List<Charge> charges() {
    return database.read(tx -> ledger.charges(tx, DEFAULT, JOB));
  }

  private List<Entry> entries(TenantId tenant, Optional<Entry.Cursor> after, int limit) {
    return database.read(tx -> ledger.entries(tx, tenant, after, limit));
  }

  private List<Kind> kinds(TenantId tenant) {
    return entries(tenant, Optional.empty(), 100).stream().map(Entry::kind).toList();
  }

  private void run(Consumer<Tx> body) {
    database.write(tx -> {
      body.accept(tx);
      return true;
    });
  }

  private static JobId job(int number) {
    return new JobId(new UUID(7, number));
  }
}

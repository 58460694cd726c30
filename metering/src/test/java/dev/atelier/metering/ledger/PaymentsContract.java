package dev.atelier.metering.ledger;

import static dev.atelier.image.TenantId.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.AdmissionFault.OutOfBudget;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import dev.atelier.metering.ledger.Entry.Kind;
import dev.atelier.metering.ledger.Payments.Posted;
import dev.atelier.metering.tenant.Tenants;
import dev.atelier.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Funds, budgets and what operators move, over any database. */
abstract class PaymentsContract {
  private static final KeyId KEY = new KeyId("key_1");
  private static final KeyId OTHER_KEY = new KeyId("key_2");
  private static final UUID PAYMENT = new UUID(5, 1);
  private static final Payments.Act ACT =
      new Payments.Act(new KeyId("key_admin"), Optional.of("invoice 17"));

  /** Noon of the last day of a month. */
  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-30T12:00:00Z"));

  private final Ledger ledger = new Ledger(clock);
  private final Payments payments = new Payments(clock);
  private final Budgets budgets = new Budgets(clock);
  private final Tenants tenants = new Tenants(clock);
  private Database database;

  /** An empty database with this module's tables. */
  abstract Database database();

  @BeforeEach
  final void open() {
    database = database();
  }

  @AfterEach
  final void close() {
    try (var _ = database) {
      assertThat(database.read(LedgerAudit::check)).isEmpty();
    }
  }

  @Test
  void who_pays_in_advance_spends_what_was_paid_in() {
    prepaid();
    assertThat(hold(1, KEY, 1)).isFalse();

    assertThat(post(tx -> payments.topUp(tx, DEFAULT, PAYMENT, 100, ACT)))
        .isInstanceOf(Posted.Done.class);
    assertThat(hold(1, KEY, 60)).isTrue();
    assertThat(hold(2, KEY, 41)).isFalse();
    assertThat(hold(2, KEY, 40)).isTrue();
    assertThat(balance().available()).hasValue(0);

    charge(1, 0, 25);
    run(tx -> ledger.release(tx, DEFAULT, job(1)));
    assertThat(balance().funds()).isEqualTo(35);
    assertThat(balance().charged()).isEqualTo(25);
    assertThat(balance().held()).isEqualTo(40);
  }

  @Test
  void who_pays_afterwards_owes_what_was_held_and_charged() {
    hold(1, KEY, 60);
    charge(1, 0, 60);
    assertThat(balance().funds()).isEqualTo(-60);
    assertThat(balance().available()).isEmpty();

    assertThat(database.<Boolean>write(tx -> tenants.billing(tx, DEFAULT, Billing.PREPAID)))
        .isFalse();
    post(tx -> payments.topUp(tx, DEFAULT, PAYMENT, 60, ACT));
    assertThat(balance().funds()).isZero();
    prepaid();
  }

  @Test
  void a_payment_counts_once_however_often_it_is_told() {
    post(tx -> payments.topUp(tx, DEFAULT, PAYMENT, 100, ACT));
    for (int i = 0; i < 3; i++) {
      assertThat(post(tx -> payments.topUp(tx, DEFAULT, PAYMENT, 100, ACT)))
          .isEqualTo(new Posted.Repeated());
    }
    assertThat(balance().funds()).isEqualTo(100);
    post(tx -> payments.topUp(tx, DEFAULT, new UUID(5, 2), 100, ACT));
    assertThat(balance().funds()).isEqualTo(200);
  }

  @Test
  void a_correction_goes_up_and_down_but_not_below_what_is_prepaid() {
    prepaid();
    post(tx -> payments.credit(tx, DEFAULT, new UUID(5, 2), 10, ACT));
    assertThat(post(tx -> payments.adjust(tx, DEFAULT, new UUID(5, 3), -11, ACT)))
        .isInstanceOf(Posted.Refused.class);
    assertThat(post(tx -> payments.adjust(tx, DEFAULT, new UUID(5, 3), -4, ACT)))
        .isInstanceOf(Posted.Done.class);
    post(tx -> payments.adjust(tx, DEFAULT, new UUID(5, 4), 1, ACT));
    assertThat(balance().funds()).isEqualTo(7);
    assertThat(kinds()).containsExactlyInAnyOrder(Kind.CREDIT, Kind.ADJUSTMENT, Kind.ADJUSTMENT);
  }

  @Test
  void an_image_is_refunded_once_and_never_more_than_it_cost() {
    prepaid();
    post(tx -> payments.topUp(tx, DEFAULT, PAYMENT, 100, ACT));
    hold(1, KEY, 100);
    charge(1, 0, 30);
    charge(1, 1, 20);

    assertThat(refund(1, 2, OptionalLong.empty())).isInstanceOf(Posted.Refused.class);
    assertThat(refund(9, 0, OptionalLong.empty())).isInstanceOf(Posted.Refused.class);
    assertThat(refund(1, 0, OptionalLong.of(31))).isInstanceOf(Posted.Refused.class);
    assertThat(refund(1, 0, OptionalLong.of(10))).isInstanceOf(Posted.Done.class);
    assertThat(refund(1, 0, OptionalLong.of(10))).isEqualTo(new Posted.Repeated());
    assertThat(refund(1, 1, OptionalLong.empty())).isInstanceOf(Posted.Done.class);

    run(tx -> ledger.release(tx, DEFAULT, job(1)));
    assertThat(balance().funds()).isEqualTo(80);
    assertThat(balance().charged()).isEqualTo(20);
  }

  @Test
  void nothing_is_paid_to_nobody() {
    var nobody = new TenantId("nobody");
    assertThat(post(tx -> payments.topUp(tx, nobody, PAYMENT, 1, ACT)))
        .isInstanceOf(Posted.Refused.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> post(tx -> payments.topUp(tx, DEFAULT, PAYMENT, -1, ACT)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Payments.Act(KEY, Optional.of("x".repeat(501))));
  }

  @Test
  void entries_say_who_moved_money_and_why() {
    post(tx -> payments.topUp(tx, DEFAULT, PAYMENT, 100, ACT));
    Entry entry = entries().getFirst();
    assertThat(entry.key()).isEqualTo(ACT.by());
    assertThat(entry.note()).hasValue("invoice 17");
    assertThat(entry.job()).isEmpty();
    assertThat(entry.posting()).isEqualTo(new Posting(100, 0, 0, -100));
    assertThat(Entry.Cursor.parse(entry.cursor().text())).isEqualTo(entry.cursor());
  }

  @Test
  void a_budget_begins_anew_with_each_day_and_month() {
    run(tx -> budgets.set(tx, DEFAULT, Period.DAY, 100));
    run(tx -> budgets.set(tx, DEFAULT, Period.MONTH, 150));
    assertThat(hold(1, KEY, 100)).isTrue();
    assertThat(hold(2, KEY, 1)).isFalse();
    assertThat(balance().available()).hasValue(0);

    clock.advance(Duration.ofHours(12));
    assertThat(balance().available()).hasValue(100);
    assertThat(hold(2, KEY, 100)).isTrue();

    clock.advance(Duration.ofDays(1));
    assertThat(balance().available()).hasValue(50);
    assertThat(hold(3, KEY, 51)).isFalse();
    assertThat(hold(3, KEY, 50)).isTrue();
    assertThat(budgets())
        .extracting(Budget::period, Budget::used, Budget::until)
        .containsExactly(
            tuple(Period.DAY, 50L, Instant.parse("2026-12-03T00:00:00Z")),
            tuple(Period.MONTH, 150L, Instant.parse("2027-01-01T00:00:00Z")));
  }

  @Test
  void what_is_released_can_be_spent_again_in_the_period_in_which_it_was_held() {
    run(tx -> budgets.set(tx, DEFAULT, Period.DAY, 100));
    hold(1, KEY, 100);
    charge(1, 0, 30);
    run(tx -> ledger.release(tx, DEFAULT, job(1)));
    assertThat(hold(2, KEY, 70)).isTrue();

    clock.advance(Duration.ofHours(12));
    assertThat(hold(3, KEY, 60)).isTrue();
    run(tx -> ledger.release(tx, DEFAULT, job(2)));
    assertThat(balance().available()).as("yesterday's hold").hasValue(40);
  }

  @Test
  void a_budget_that_is_set_later_counts_what_was_spent_before() {
    hold(1, KEY, 100);
    charge(1, 0, 30);
    hold(2, KEY, 5);
    run(tx -> ledger.release(tx, DEFAULT, job(1)));
    run(tx -> budgets.set(tx, DEFAULT, Period.MONTH, 40));
    assertThat(balance().available()).hasValue(5);
    run(tx -> ledger.release(tx, DEFAULT, job(2)));
    assertThat(balance().available()).hasValue(10);

    assertThat(database.<Boolean>write(tx -> budgets.lift(tx, DEFAULT, Period.MONTH))).isTrue();
    assertThat(database.<Boolean>write(tx -> budgets.lift(tx, DEFAULT, Period.MONTH))).isFalse();
    assertThat(balance().available()).isEmpty();
  }

  @Test
  void a_key_has_a_budget_of_its_own_beside_its_tenants() {
    run(tx -> budgets.set(tx, KEY, Period.DAY, 50));
    run(tx -> budgets.set(tx, DEFAULT, Period.MONTH, 80));
    assertThat(hold(1, KEY, 51)).isFalse();
    assertThat(hold(1, KEY, 50)).isTrue();
    assertThat(hold(2, KEY, 1)).isFalse();
    assertThat(hold(2, OTHER_KEY, 31)).isFalse();
    assertThat(hold(2, OTHER_KEY, 30)).isTrue();
    assertThat(database.<List<Budget>>read(tx -> budgets.of(tx, KEY)))
        .singleElement()
        .extracting(Budget::used)
        .isEqualTo(50L);
    assertThat(balance().held()).as("nothing is left of what was refused").isEqualTo(80);
  }

  private void prepaid() {
    assertThat(database.<Boolean>write(tx -> tenants.billing(tx, DEFAULT, Billing.PREPAID)))
        .isTrue();
  }

  private boolean hold(int job, KeyId key, long micros) {
    try {
      run(tx -> ledger.hold(tx, DEFAULT, key, job(job), micros));
      return true;
    } catch (FaultException e) {
      assertThat(e.fault()).isEqualTo(new OutOfBudget());
      return false;
    }
  }

  private void charge(int job, int image, long micros) {
    run(tx -> ledger.charge(tx, DEFAULT, job(job), image, micros, Usage.NONE));
  }

  private Posted refund(int job, int image, OptionalLong micros) {
    return post(tx -> payments.refund(tx, DEFAULT, job(job), image, micros, ACT));
  }

  private Posted post(Function<Tx, Posted> act) {
    return database.write(act::apply);
  }

  private Balance balance() {
    return database.read(tx -> ledger.balance(tx, DEFAULT));
  }

  private List<Budget> budgets() {
    return database.read(tx -> budgets.of(tx, DEFAULT));
  }

  private List<Entry> entries() {
    return database.read(tx -> ledger.entries(tx, DEFAULT, Optional.empty(), 100));
  }

  private List<Kind> kinds() {
    return entries().stream().map(Entry::kind).toList();
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

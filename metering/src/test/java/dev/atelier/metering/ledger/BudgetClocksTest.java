package dev.atelier.metering.ledger;

import static dev.atelier.image.TenantId.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.DirectDatabase;
import dev.atelier.image.AdmissionFault.OutOfBudget;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.metering.Faults;
import dev.atelier.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A budget that processes count whose clocks are apart, as a day and a month end. */
class BudgetClocksTest {
  private static final KeyId KEY = new KeyId("key_1");
  private static final Instant MIDNIGHT = Instant.parse("2026-12-01T00:00:00Z");

  private final Ledger ahead = new Ledger(new FakeClock(MIDNIGHT.plusSeconds(30)));
  private final Ledger behind = new Ledger(new FakeClock(MIDNIGHT.minusSeconds(30)));
  private final DirectDatabase database =
      DirectDatabase.open(List.of("dev/atelier/metering/migrations"));

  @AfterEach
  void close() {
    try (database) {
      assertThat(database.read(LedgerAudit::check)).isEmpty();
    }
  }

  @Test
  void what_one_counted_in_the_new_day_is_not_forgotten_by_one_that_is_still_in_the_old() {
    bound(Period.DAY);
    hold(behind, 1, 90);
    hold(ahead, 2, 60);
    hold(behind, 3, 40);

    assertThat(Faults.of(() -> hold(behind, 4, 1))).isInstanceOf(OutOfBudget.class);
    assertThat(Faults.of(() -> hold(ahead, 5, 1))).isInstanceOf(OutOfBudget.class);
  }

  @Test
  void what_is_given_back_is_given_back_to_the_period_in_which_it_was_counted() {
    bound(Period.DAY);
    bound(Period.MONTH);
    hold(ahead, 1, 60);
    hold(behind, 2, 40);
    database.write(tx -> {
      behind.release(tx, DEFAULT, job(2));
      return tx;
    });

    hold(ahead, 3, 40);
    assertThat(Faults.of(() -> hold(ahead, 4, 1))).isInstanceOf(OutOfBudget.class);
  }

  private void bound(Period period) {
    database.write(tx -> {
      new Budgets(new FakeClock(MIDNIGHT.minus(Duration.ofHours(1)))).set(tx, KEY, period, 100);
      return tx;
    });
  }

  private void hold(Ledger ledger, int job, long micros) {
    database.write(tx -> {
      ledger.hold(tx, DEFAULT, KEY, job(job), micros);
      return tx;
    });
  }

  private static JobId job(int number) {
    return new JobId(new UUID(0, number));
  }
}

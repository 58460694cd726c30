package dev.atelier.metering.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import dev.atelier.metering.Schema;
import dev.atelier.testkit.FakeClock;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerAuditTest {
  private static final JobId JOB = new JobId(new UUID(7, 1));

  private final Database database = Schema.inMemory();

  @BeforeEach
  void a_sound_ledger() {
    var ledger = new Ledger(FakeClock.fixed());
    database.write(tx -> {
      ledger.hold(tx, TenantId.DEFAULT, new KeyId("key_1"), JOB, 10);
      ledger.charge(tx, TenantId.DEFAULT, JOB, 0, 4, Usage.NONE);
      ledger.release(tx, TenantId.DEFAULT, JOB);
      return true;
    });
    assertThat(database.read(LedgerAudit::check)).isEmpty();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_balance_that_is_not_the_sum_is_found() {
    change("UPDATE balances SET charged = charged + 1, funds = funds - 1");

    found("the balance of tenant default is not the sum of its entries");
  }

  @Test
  void a_lost_entry_is_found() {
    change("DELETE FROM ledger_entries WHERE kind = 'hold'");

    found(
        "the balance of tenant default is not the sum of its entries",
        "job " + JOB + " holds less than nothing",
        "job " + JOB + " was released and still holds money",
        "job " + JOB + " has entries and no hold");
  }

  @Test
  void money_of_a_tenant_without_a_balance_is_found() {
    change("UPDATE ledger_entries SET tenant = 'nobody' WHERE kind = 'charge'");

    found(
        "the balance of tenant default is not the sum of its entries",
        "tenant nobody has entries and no balance",
        "job " + JOB + " is on the books of several tenants");
  }

  @Test
  void an_entry_of_the_wrong_sign_is_found() {
    change(
        "UPDATE ledger_entries SET charged = charged - 5, funds = funds + 5 WHERE kind = 'release'");

    assertThat(database.read(LedgerAudit::check))
        .contains("job " + JOB + " has an entry of the wrong sign");
  }

  private void change(String sql) {
    database.write(tx -> tx.update(sql));
  }

  private void found(String... violations) {
    assertThat(database.read(LedgerAudit::check)).containsExactlyInAnyOrder(violations);
  }
}

package dev.atelier.metering.ledger;

import static dev.atelier.image.TenantId.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.Usage;
import dev.atelier.metering.Schema;
import dev.atelier.metering.tenant.Tenants;
import dev.atelier.testkit.FakeClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand spenders of one prepaid balance, who hold, charge, release, refund and repeat
 * themselves, and whose transactions crash now and then: the balance is never below zero, always
 * the sum of its entries, and in the end nothing is held.
 */
class SpendersTest {
  private static final int SPENDERS = 1_000;
  private static final int OPERATIONS = 100;
  private static final long PAID_IN = 40_000;
  private static final KeyId KEY = new KeyId("key_1");
  private static final Payments.Act ACT = new Payments.Act(KEY, Optional.empty());

  private final FakeClock clock = FakeClock.fixed();
  private final Ledger ledger = new Ledger(clock);
  private final Payments payments = new Payments(clock);
  private final LongAdder refused = new LongAdder();
  private final LongAdder crashed = new LongAdder();
  private final LongAdder done = new LongAdder();

  @TempDir private Path directory;

  /** An empty database, to which all write at the same time. */
  Database database() {
    return Schema.sqlite(directory);
  }

  @Test
  void a_thousand_spenders_never_spend_more_than_there_is() throws Exception {
    try (Database database = database()) {
      database.write(tx -> {
        payments.topUp(tx, DEFAULT, new UUID(1, 1), PAID_IN, ACT);
        new Budgets(clock).set(tx, KEY, Period.MONTH, PAID_IN * 10);
        return new Tenants(clock).billing(tx, DEFAULT, Billing.PREPAID);
      });
      spend(database);
      assertThat(done.sum() + refused.sum() + crashed.sum())
          .isGreaterThanOrEqualTo(SPENDERS * OPERATIONS);
      assertThat(crashed.sum()).isGreaterThan(SPENDERS);
      assertThat(refused.sum()).as("the funds run out").isGreaterThan(SPENDERS);
      Balance end = database.read(tx -> ledger.balance(tx, DEFAULT));
      assertThat(end.held()).isZero();
      assertThat(end.funds()).isEqualTo(PAID_IN - end.charged()).isNotNegative();
      assertThat(end.charged()).isPositive();
      assertThat(database.read(LedgerAudit::check)).isEmpty();
    }
  }

  private void spend(Database database) throws Exception {
    List<Future<Object>> ends;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var work = new ArrayList<Callable<Object>>();
      for (int i = 0; i < SPENDERS; i++) {
        var spender = new Spender(database, i);
        work.add(() -> {
          spender.spend();
          return true;
        });
      }
      work.add(() -> {
        for (int i = 0; i < 20; i++) {
          assertThat(database.read(LedgerAudit::check)).isEmpty();
          Thread.sleep(50);
        }
        return true;
      });
      ends = threads.invokeAll(work);
    }
    for (Future<Object> end : ends) {
      end.get();
    }
  }

  /** One of them, with jobs of its own. */
  private final class Spender {
    private final Database database;
    private final int number;
    private final RandomGenerator random;
    private int job;
    private boolean open;

    Spender(Database database, int number) {
      this.database = database;
      this.number = number;
      this.random = new Random(number);
    }

    void spend() {
      for (int i = 0; i < OPERATIONS; i++) {
        perform(step());
      }
      boolean released = false;
      while (!released) {
        released = perform(tx -> ledger.release(tx, DEFAULT, id()));
      }
    }

    private Step step() {
      if (!open) {
        long price = random.nextInt(200);
        job++;
        return tx -> {
          ledger.hold(tx, DEFAULT, KEY, id(), price);
          tx.afterCommit(() -> open = true);
        };
      }
      int image = random.nextInt(4);
      return switch (random.nextInt(6)) {
        case 0, 1 -> tx -> ledger.charge(tx, DEFAULT, id(), image, random.nextInt(60), Usage.NONE);
        case 2 -> tx -> payments.refund(tx, DEFAULT, id(), image, OptionalLong.empty(), ACT);
        case 3 -> tx -> ledger.hold(tx, DEFAULT, KEY, id(), 1_000);
        default ->
            tx -> {
              ledger.release(tx, DEFAULT, id());
              tx.afterCommit(() -> open = false);
            };
      };
    }

    /** One transaction in ten crashes after its work and before its commit. */
    private boolean perform(Step step) {
      boolean crash = random.nextInt(10) == 0;
      try {
        database.write(tx -> {
          step.run(tx);
          if (crash) {
            throw new Crash();
          }
          return true;
        });
        done.increment();
        return true;
      } catch (FaultException e) {
        refused.increment();
        return true;
      } catch (Crash e) {
        crashed.increment();
        return false;
      }
    }

    private JobId id() {
      return new JobId(new UUID(number, job));
    }
  }

  private interface Step {
    void run(Tx tx);
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}

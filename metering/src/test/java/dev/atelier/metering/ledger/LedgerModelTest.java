package dev.atelier.metering.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import dev.atelier.metering.Schema;
import dev.atelier.metering.tenant.Tenants;
import dev.atelier.testkit.FakeClock;
import dev.atelier.testkit.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Any sequence of holds, charges, releases, repeats and crashes ends as the model says. */
class LedgerModelTest {
  private static final TenantId BOUNDED = new TenantId("bounded");
  private static final List<TenantId> TENANTS = List.of(TenantId.DEFAULT, BOUNDED);
  private static final long BUDGET = 40;
  private static final KeyId KEY = new KeyId("key_1");

  private final FakeClock clock = FakeClock.fixed();
  private final Ledger ledger = new Ledger(clock);

  @Test
  void the_ledger_agrees_with_its_model() {
    Property.forAll(100, random -> random, this::play);
  }

  private void play(RandomGenerator random) {
    try (var database = Schema.inMemory()) {
      prepare(database);
      var model = new LedgerModel(Map.of(BOUNDED, BUDGET));
      for (var i = 0; i < 60; i++) {
        model = step(database, model, random);
        for (var tenant : TENANTS) {
          assertThat(LedgerModel.Books.of(database.read(tx -> ledger.balance(tx, tenant))))
              .isEqualTo(model.books(tenant));
        }
      }
      assertThat(database.read(LedgerAudit::check)).isEmpty();
    }
  }

  /** One to three actions in a transaction, which one time in five crashes before its commit. */
  private LedgerModel step(Database database, LedgerModel model, RandomGenerator random) {
    var actions = new ArrayList<Action>();
    for (var i = 0; i <= random.nextInt(3); i++) {
      actions.add(Action.draw(random));
    }
    var crash = random.nextInt(5) == 0;
    var next = model.copy();
    try {
      database.write(tx -> {
        for (var action : actions) {
          assertThat(action.real(tx, ledger)).as("%s", action).isEqualTo(action.model(next));
        }
        if (crash) {
          throw new Crash();
        }
        return true;
      });
      return next;
    } catch (Crash crashed) {
      return model;
    }
  }

  private void prepare(Database database) {
    var tenants = new Tenants(clock);
    database.write(tx -> {
      new Budgets(clock).set(tx, BOUNDED, Period.MONTH, BUDGET);
      return tenants.create(tx, BOUNDED, "Bounded");
    });
  }

  private enum Verb {
    HOLD,
    CHARGE,
    RELEASE
  }

  private record Action(Verb verb, TenantId tenant, JobId job, int image, long micros) {
    /** Mostly by the job's own tenant, now and then by the other. */
    static Action draw(RandomGenerator random) {
      var verbs =
          List.of(Verb.HOLD, Verb.HOLD, Verb.CHARGE, Verb.CHARGE, Verb.CHARGE, Verb.RELEASE);
      var job = random.nextInt(8);
      var owner = random.nextInt(20) == 0 ? job + 1 : job;
      return new Action(
          verbs.get(random.nextInt(verbs.size())),
          TENANTS.get(owner % 2),
          new JobId(new UUID(7, job)),
          random.nextInt(4),
          random.nextInt(3) == 0 ? 0 : random.nextInt(20));
    }

    String real(Tx tx, Ledger ledger) {
      try {
        switch (verb) {
          case HOLD -> ledger.hold(tx, tenant, KEY, job, micros);
          case RELEASE -> ledger.release(tx, tenant, job);
          case CHARGE -> {
            return ledger.charge(tx, tenant, job, image, micros, Usage.NONE).isPresent()
                ? "charged"
                : "charged before";
          }
        }
        return "done";
      } catch (FaultException refused) {
        return "out of budget";
      } catch (IllegalStateException refused) {
        return "refused";
      }
    }

    String model(LedgerModel model) {
      return switch (verb) {
        case HOLD -> model.hold(tenant, job, micros);
        case CHARGE -> model.charge(tenant, job, image, micros);
        case RELEASE -> model.release(tenant, job);
      };
    }
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}

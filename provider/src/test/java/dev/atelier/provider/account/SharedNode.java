package dev.atelier.provider.account;

import dev.atelier.catalog.Catalog;
import dev.atelier.database.Database;
import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.JobId;
import dev.atelier.image.Operation;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.Credential;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.shared.SharedAccounts;
import dev.atelier.provider.shared.SharedCall;
import dev.atelier.testkit.FakeClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** One of several processes over the same rows: its pool, and calls as the gateway makes them. */
final class SharedNode {
  static final RoutingKey EDIT = new RoutingKey("gpt-image-2", Operation.EDIT);
  static final AccountId MAIN = new AccountId("main");

  private static final AtomicInteger CALLS = new AtomicInteger();

  final Database database;
  final SharedAccounts shared;
  final AccountPool pool;
  final FakeClock clock;

  SharedNode(Database database, String name, FakeClock clock, Account... accounts) {
    this.database = database;
    this.clock = clock;
    this.shared = new SharedAccounts(database, name);
    this.pool =
        new AccountPool(
            List.of(accounts),
            List.of(new FakeProvider("fake", new Capabilities(10, false, false, false))),
            Catalog.builtIn(),
            Set.of(),
            AccountPreference.DEFAULT,
            Optional.of(shared),
            clock);
  }

  static Account account(String name, int concurrency) {
    return account(name, concurrency, OptionalInt.empty());
  }

  static Account account(String name, int concurrency, OptionalInt imagesPerMinute) {
    return new Account(
        new AccountId(name),
        "fake",
        Optional.empty(),
        Credential.NONE,
        Map.of(),
        concurrency,
        imagesPerMinute,
        Optional.empty(),
        1,
        Map.of(),
        false);
  }

  /** A call that holds a slot. */
  record Running(Slot slot, AttemptId attempt, int images, Instant begun) {}

  /** Begins a call in one transaction, if there is a slot here and over all processes. */
  Optional<Running> begin() {
    return begin(1);
  }

  Optional<Running> begin(int images) {
    return pool.reserve(EDIT).flatMap(slot -> begun(slot, images));
  }

  private Optional<Running> begun(Slot slot, int images) {
    SharedCall call = call();
    int granted = database.write(tx -> slot.order(tx, call, images, 0));
    if (granted == 0) {
      slot.close();
      return Optional.empty();
    }
    slot.begun();
    return Optional.of(new Running(slot, call.attempt(), granted, clock.instant()));
  }

  /** The call ends, and another goes on in its slot. */
  Running goOn(Running call) {
    var next = new SharedCall(new JobId(new UUID(1, 1)), next(), Optional.of(call.attempt()));
    int images =
        database.write(tx -> {
          int granted = call.slot().order(tx, next, 1, 0);
          call.slot().ended(tx, call.attempt(), granted > 0);
          return granted;
        });
    return new Running(call.slot(), next.attempt(), images, clock.instant());
  }

  void end(Running call, AttemptOutcome outcome) {
    call.slot().report(EDIT, outcome, call.begun());
    database.write(tx -> {
      call.slot().ended(tx, call.attempt(), false);
      return outcome;
    });
    call.slot().close();
  }

  /** A call in a slot of its own. */
  static SharedCall call() {
    return new SharedCall(new JobId(new UUID(1, 1)), next(), Optional.empty());
  }

  private static AttemptId next() {
    return new AttemptId(new UUID(2, CALLS.incrementAndGet()));
  }
}

package dev.atelier.provider.account;

import dev.atelier.database.Tx;
import dev.atelier.image.AttemptId;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.account.AccountEffect.Bench;
import dev.atelier.provider.account.AccountEffect.Healthy;
import dev.atelier.provider.account.AccountEffect.Neutral;
import dev.atelier.provider.shared.SharedAccounts;
import dev.atelier.provider.shared.SharedCall;
import dev.atelier.provider.shared.StoredHealth;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a slot has in common with other processes: rows that are changed in the transactions that
 * begin and end its calls. Guarded by its slot.
 */
final class SharedSlot {
  private final SharedAccounts shared;
  private final PooledAccount pooled;
  private final List<Health> probes;
  private final InstantSource clock;
  private volatile Optional<Reported> reported = Optional.empty();

  /**
   * @param probes what the first call of this slot is to try
   */
  SharedSlot(
      SharedAccounts shared, PooledAccount pooled, List<Health> probes, InstantSource clock) {
    this.shared = shared;
    this.pooled = pooled;
    this.probes = List.copyOf(probes);
    this.clock = clock;
  }

  /** How a call ended, to be told in the transaction that ends it. */
  private record Reported(
      RoutingKey key, AttemptOutcome outcome, Instant begun, List<Health> failing) {}

  /** How many images a call may order; 0 where others were faster: then it holds nothing. */
  int order(Tx tx, SharedCall call, int images) {
    Account account = pooled.account();
    if (!shared.take(tx, account.id(), account.concurrency(), call)) {
      pooled.full();
      return 0;
    }
    if (call.before().isEmpty() && !probe(tx, call)) {
      shared.free(tx, account.id(), call.attempt());
      return 0;
    }
    int granted =
        account.imagesPerMinute().isPresent()
            ? shared.order(tx, account.id(), account.imagesPerMinute().getAsInt(), images)
            : images;
    if (granted == 0) {
      pooled.imagesUsedUp(clock.instant());
      shared.free(tx, account.id(), call.attempt());
    }
    return granted;
  }

  private boolean probe(Tx tx, SharedCall call) {
    for (Health health : probes) {
      if (!shared.probe(tx, pooled.account().id(), health.work(), call.attempt())) {
        pooled.probedByOthers(health);
        return false;
      }
    }
    return true;
  }

  void reported(RoutingKey key, AttemptOutcome outcome, Instant begun, List<Health> failing) {
    reported = Optional.of(new Reported(key, outcome, begun, failing));
  }

  void ended(Tx tx, AttemptId attempt, boolean goesOn) {
    reported.ifPresent(one -> tell(tx, one));
    tx.afterCommit(() -> reported = Optional.empty());
    var account = pooled.account().id();
    if (!probes.isEmpty()) {
      shared.probeOver(tx, account, attempt);
    }
    if (!goesOn) {
      shared.freeSlot(tx, account, attempt);
    }
  }

  private void tell(Tx tx, Reported one) {
    switch (AccountEffect.of(one.outcome())) {
      case Healthy _ ->
          one.failing()
              .forEach(
                  health -> change(tx, health.work(), ahead -> succeeded(one.begun().plus(ahead))));
      case Bench bench ->
          change(
              tx,
              pooled.work(bench.scope(), one.key()),
              ahead -> failed(bench, one.begun().plus(ahead), tx.now()));
      case Neutral _ -> {}
    }
  }

  private static UnaryOperator<HealthState> succeeded(Instant begun) {
    return state -> state.succeeded(begun);
  }

  private static UnaryOperator<HealthState> failed(Bench bench, Instant begun, Instant now) {
    return state -> state.failed(bench, begun, now);
  }

  private void change(Tx tx, String work, Change change) {
    var ahead = Duration.between(clock.instant(), tx.now());
    UnaryOperator<HealthState> next = change.ahead(ahead);
    StoredHealth stored =
        shared.change(
            tx,
            pooled.account().id(),
            work,
            before -> Health.stored(before, next.apply(Health.state(before))));
    tx.afterCommit(() -> pooled.follow(stored, ahead));
  }

  /** A change of what is known, by the database's clock that is so far ahead. */
  @FunctionalInterface
  private interface Change {
    UnaryOperator<HealthState> ahead(Duration ahead);
  }
}

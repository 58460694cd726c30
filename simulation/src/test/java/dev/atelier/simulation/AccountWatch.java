package dev.atelier.simulation;

import dev.atelier.image.AccountId;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What one node was told about its accounts, and that it leaves those alone that must rest. */
final class AccountWatch {
  private static final Duration THROTTLED = Duration.ofSeconds(5);
  private static final Duration UNREACHABLE = Duration.ofSeconds(2);
  private static final Duration CREDENTIAL = Duration.ofSeconds(30);
  private static final Duration NOT_SERVED = Duration.ofSeconds(60);
  private static final Duration QUOTA = Duration.ofSeconds(60);

  private final World world;
  private final Node node;
  private final Map<AccountId, Rest> rests = new HashMap<>();

  AccountWatch(World world, Node node) {
    this.world = world;
    this.node = node;
    world.watches().add(this);
  }

  /**
   * A call is about to be made.
   *
   * @throws Violation if its account rests, and the right to the call is younger than that
   */
  void called(Call call) {
    Rest rest = rests.get(call.account().id());
    if (rest == null || !now().isBefore(rest.until())) {
      return;
    }
    if (rest.reserved() == 0) {
      throw new Violation(
          Promise.ACCOUNTS_REST,
          node + " calls " + call.account().id() + " for " + call.job() + " during its " + rest);
    }
    rests.put(call.account().id(), rest.used());
  }

  /** A call ended. */
  void ended(Call call, Instant begun, AttemptOutcome outcome) {
    AccountId account = call.account().id();
    Optional<Rest> before = Optional.ofNullable(rests.get(account));
    boolean older = before.filter(rest -> begun.isBefore(rest.since())).isPresent();
    if (outcome instanceof AttemptOutcome.Succeeded || outcome instanceof AttemptOutcome.Refused) {
      world.watches().forEach(watch -> watch.works(account, begun));
      return;
    }
    rest(outcome, older).ifPresent(time -> rests.put(account, rest(before, time, outcome)));
  }

  /** A call that began then went well, at whatever node: it tells the others. */
  private void works(AccountId account, Instant begun) {
    rests.computeIfPresent(account, (_, rest) -> begun.isBefore(rest.since()) ? rest : null);
  }

  /** Calls whose right was given before a rest began may still be made in it, once each. */
  private Rest rest(Optional<Rest> before, Duration time, AttemptOutcome outcome) {
    Instant until = now().plus(time);
    return before
        .filter(rest -> now().isBefore(rest.until()))
        .map(rest -> rest.until(until))
        .orElseGet(() -> new Rest(now(), until, node.accounts().inFlight() - 1, outcome));
  }

  /** The shortest time that the account is to be left alone after this. */
  private static Optional<Duration> rest(AttemptOutcome outcome, boolean older) {
    return switch (outcome) {
      case AttemptOutcome.Throttled(var told, _) -> told.or(() -> unless(older, THROTTLED));
      case NotSent(var cause, _, _, var told) ->
          switch (cause) {
            case UNREACHABLE -> told.or(() -> unless(older, UNREACHABLE));
            case CREDENTIAL -> told.or(() -> unless(older, CREDENTIAL));
            case NOT_SERVED -> told.or(() -> unless(older, NOT_SERVED));
            case QUOTA -> told.or(() -> unless(older, QUOTA));
            case SERVER_ERROR -> told;
            case LOCAL -> Optional.empty();
          };
      case AttemptOutcome.Succeeded _,
          AttemptOutcome.Refused _,
          AttemptOutcome.Unknown _,
          AttemptOutcome.Spent _ ->
          Optional.empty();
    };
  }

  private static Optional<Duration> unless(boolean older, Duration time) {
    return older ? Optional.empty() : Optional.of(time);
  }

  private Instant now() {
    return world.clock().instant();
  }

  /**
   * How long an account is left alone.
   *
   * @param reserved calls whose right was given before, at most
   */
  private record Rest(Instant since, Instant until, int reserved, AttemptOutcome evidence) {
    Rest used() {
      return new Rest(since, until, reserved - 1, evidence);
    }

    Rest until(Instant other) {
      return other.isAfter(until) ? new Rest(since, other, reserved, evidence) : this;
    }
  }
}

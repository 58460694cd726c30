package dev.atelier.provider.account;

import dev.atelier.provider.Account;
import dev.atelier.provider.Provider;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One account at work: its calls in flight and what it may not do for now. */
final class PooledAccount {
  private final Account account;
  private final Provider provider;
  private final Set<RoutingKey> routes;
  private final Map<RoutingKey, Cooldown> cooldowns = new HashMap<>();
  private int inFlight;

  PooledAccount(Account account, Provider provider, Set<RoutingKey> routes) {
    this.account = account;
    this.provider = provider;
    this.routes = Set.copyOf(routes);
  }

  Account account() {
    return account;
  }

  Provider provider() {
    return provider;
  }

  /** Whether it may ever take such work. */
  boolean takes(RoutingKey route) {
    return routes.contains(route.work()) && route.filter().allows(account);
  }

  /** Whether it could take this work now. */
  synchronized boolean idle(RoutingKey work, Instant now) {
    return inFlight < account.concurrency()
        && routes.contains(work)
        && cooldown(work, now).isEmpty();
  }

  /** Calls in flight as a share of what is allowed, by weight. */
  synchronized double load() {
    return (double) inFlight / account.concurrency() / account.weight();
  }

  /** The work that one more call may be for; {@link #release} it afterwards. Empty: no call. */
  synchronized Optional<Set<RoutingKey>> reserve(Instant now) {
    if (inFlight >= account.concurrency()) {
      return Optional.empty();
    }
    Set<RoutingKey> open =
        routes.stream().filter(route -> cooldown(route, now).isEmpty()).collect(Collectors.toSet());
    if (open.isEmpty()) {
      return Optional.empty();
    }
    inFlight++;
    return Optional.of(open);
  }

  /** The same over the limit, for a call that is already running upstream. */
  synchronized Set<RoutingKey> reserveRegardless() {
    inFlight++;
    return routes;
  }

  synchronized void cool(RoutingKey route, Cooldown cooldown) {
    cooldowns.put(route.work(), cooldown);
  }

  synchronized Optional<Cooldown> cooldown(RoutingKey route, Instant now) {
    Cooldown cooldown = cooldowns.get(route.work());
    if (cooldown != null && !now.isBefore(cooldown.until())) {
      cooldowns.remove(route.work());
      return Optional.empty();
    }
    return Optional.ofNullable(cooldown);
  }

  synchronized void release() {
    inFlight--;
  }
}

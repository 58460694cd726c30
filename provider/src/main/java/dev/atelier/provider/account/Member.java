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
final class Member {
  private final Account account;
  private final Provider provider;
  private final Set<Route> routes;
  private final Map<Route, Cooldown> cooldowns = new HashMap<>();
  private int inFlight;

  Member(Account account, Provider provider, Set<Route> routes) {
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

  Set<Route> routes() {
    return routes;
  }

  /** Calls in flight as a share of what is allowed, by weight. */
  synchronized double load() {
    return (double) inFlight / account.concurrency() / account.weight();
  }

  synchronized Optional<Slot> reserve(Instant now) {
    if (inFlight >= account.concurrency()) {
      return Optional.empty();
    }
    Set<Route> open =
        routes.stream().filter(route -> cooldown(route, now).isEmpty()).collect(Collectors.toSet());
    return open.isEmpty() ? Optional.empty() : Optional.of(take(open));
  }

  /** A slot over the limit, for a call that is already running upstream. */
  synchronized Slot reserveRegardless() {
    return take(routes);
  }

  synchronized void cool(Route route, Cooldown cooldown) {
    cooldowns.put(route, cooldown);
  }

  synchronized Optional<Cooldown> cooldown(Route route, Instant now) {
    Cooldown cooldown = cooldowns.get(route);
    if (cooldown != null && !now.isBefore(cooldown.until())) {
      cooldowns.remove(route);
      return Optional.empty();
    }
    return Optional.ofNullable(cooldown);
  }

  private Slot take(Set<Route> open) {
    inFlight++;
    return new Slot(account, provider, open, this::release);
  }

  private synchronized void release() {
    inFlight--;
  }
}

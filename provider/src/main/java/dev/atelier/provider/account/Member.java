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

  /** Whether it may ever take such work. */
  boolean takes(Route route) {
    return routes.contains(route.work()) && route.among().allows(account);
  }

  /** Whether it could take this work now. */
  synchronized boolean idle(Route work, Instant now) {
    return inFlight < account.concurrency()
        && routes.contains(work)
        && cooldown(work, now).isEmpty();
  }

  /** Calls in flight as a share of what is allowed, by weight. */
  synchronized double load() {
    return (double) inFlight / account.concurrency() / account.weight();
  }

  /** The work that one more call may be for; {@link #release} it afterwards. Empty: no call. */
  synchronized Optional<Set<Route>> reserve(Instant now) {
    if (inFlight >= account.concurrency()) {
      return Optional.empty();
    }
    Set<Route> open =
        routes.stream().filter(route -> cooldown(route, now).isEmpty()).collect(Collectors.toSet());
    if (open.isEmpty()) {
      return Optional.empty();
    }
    inFlight++;
    return Optional.of(open);
  }

  /** The same over the limit, for a call that is already running upstream. */
  synchronized Set<Route> reserveRegardless() {
    inFlight++;
    return routes;
  }

  synchronized void cool(Route route, Cooldown cooldown) {
    cooldowns.put(route.work(), cooldown);
  }

  synchronized Optional<Cooldown> cooldown(Route route, Instant now) {
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

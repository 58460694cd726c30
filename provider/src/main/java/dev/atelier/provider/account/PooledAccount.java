package dev.atelier.provider.account;

import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Provider;
import dev.atelier.provider.account.AccountEffect.Bench;
import dev.atelier.provider.account.AccountEffect.Healthy;
import dev.atelier.provider.account.AccountEffect.Neutral;
import dev.atelier.provider.account.AccountEffect.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One account at work: its calls in flight, its health, its share of the work so far. */
final class PooledAccount {
  /** How long a paused account is taken to rest at least; it is asked again then. */
  private static final Duration PAUSED = Duration.ofSeconds(60);

  private final Provider provider;
  private final ImageBudget budget = new ImageBudget();
  private volatile Account account;
  private volatile Set<RoutingKey> works;
  private final Health whole = new Health();
  private final Map<RoutingKey, Health> health = new HashMap<>();
  private int inFlight;
  private double pass;

  PooledAccount(Account account, Provider provider, Set<RoutingKey> works) {
    this.account = account;
    this.provider = provider;
    this.works = Set.copyOf(works);
    works.forEach(work -> health.put(work, new Health()));
  }

  /** The same account with other settings; its health and its calls in flight stay. */
  void change(Account other, Set<RoutingKey> otherWorks) {
    account = other;
    works = Set.copyOf(otherWorks);
  }

  /** Further images that may be ordered now. */
  synchronized int imagesLeft(Instant now) {
    return account.imagesPerMinute().isPresent()
        ? budget.left(account.imagesPerMinute().getAsInt(), now)
        : Integer.MAX_VALUE;
  }

  /** So many images were ordered. */
  synchronized void ordered(int images, Instant now) {
    if (account.imagesPerMinute().isPresent()) {
      budget.spend(images, now);
    }
  }

  Account account() {
    return account;
  }

  Provider provider() {
    return provider;
  }

  Set<String> models() {
    return works.stream().map(RoutingKey::model).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether it may ever take such work. */
  boolean takes(RoutingKey key) {
    return works.contains(key.work()) && key.filter().allows(account);
  }

  /** Whether nothing but its being busy keeps it from this work. */
  synchronized boolean usable(RoutingKey key, Instant now) {
    return takes(key) && open(now) && health(key).available(now);
  }

  /** Whether the account as a whole takes work. */
  private boolean open(Instant now) {
    return !account.paused() && whole.available(now) && imagesLeft(now) > 0;
  }

  /** Whether it could take this work now. */
  synchronized boolean idle(RoutingKey key, Instant now) {
    return inFlight < account.concurrency() && usable(key, now);
  }

  /** Calls in flight as a share of what is allowed, by weight. */
  synchronized double load() {
    return (double) inFlight / account.concurrency() / account.weight();
  }

  synchronized int inFlight() {
    return inFlight;
  }

  /** How much work it was given for its weight; see {@link #count}. */
  synchronized double pass() {
    return pass;
  }

  /**
   * One more call, by stride scheduling: among idle accounts those whose pass is smallest come
   * first, and one that rested for long does not catch up on what it missed.
   *
   * @param floor the pass of the account that was chosen before
   */
  synchronized double count(double floor) {
    double chosen = Math.max(pass, floor);
    pass = chosen + 1.0 / account.weight();
    return chosen;
  }

  /** What one more call may be for, with the probes that it would be. Empty: no call. */
  synchronized Optional<Reserved> reserve(Instant now) {
    if (inFlight >= account.concurrency() || !open(now)) {
      return Optional.empty();
    }
    Set<RoutingKey> open =
        works.stream().filter(work -> health(work).available(now)).collect(Collectors.toSet());
    if (open.isEmpty()) {
      return Optional.empty();
    }
    inFlight++;
    Map<RoutingKey, Health> probes = new HashMap<>();
    open.stream()
        .filter(work -> health(work).halfOpen(now))
        .forEach(work -> probes.put(work, health(work)));
    List<Health> wholeProbe = whole.halfOpen(now) ? List.of(whole) : List.of();
    probes.values().forEach(one -> one.probing(true));
    wholeProbe.forEach(one -> one.probing(true));
    return Optional.of(new Reserved(open, probes, wholeProbe));
  }

  /** The same over the limit, for a call that is already running upstream. */
  synchronized Reserved reserveRegardless() {
    inFlight++;
    return new Reserved(works, Map.of(), List.of());
  }

  /** The call is for this work: it probes nothing else. */
  synchronized void bind(Reserved reserved, RoutingKey key) {
    reserved.probes().forEach((work, one) -> one.probing(work.equals(key.work())));
    reserved.probes().keySet().removeIf(work -> !work.equals(key.work()));
  }

  synchronized void release(Reserved reserved) {
    inFlight--;
    reserved.probes().values().forEach(one -> one.probing(false));
    reserved.wholeProbe().forEach(one -> one.probing(false));
  }

  /** Learns from how a call for this work ended. */
  synchronized void report(RoutingKey key, AttemptOutcome outcome, Instant begun, Instant now) {
    switch (AccountEffect.of(outcome)) {
      case Healthy _ -> {
        whole.succeeded(begun);
        health(key).succeeded(begun);
      }
      case Bench bench -> {
        if (!provider.capabilities().free()) { // what costs nothing has no limit to prove
          of(bench.scope(), key).failed(bench, begun, now);
        }
      }
      case Neutral _ -> {}
    }
  }

  synchronized void cool(RoutingKey key, Cooldown cooldown) {
    health(key).extend(cooldown.until(), cooldown.evidence());
  }

  synchronized Optional<Cooldown> cooldown(RoutingKey key, Instant now) {
    return resting(now).or(() -> health(key).cooling(now));
  }

  private Optional<Cooldown> resting(Instant now) {
    if (account.paused()) {
      return Optional.of(new Cooldown(now.plus(PAUSED), "paused by the operator"));
    }
    return whole.cooling(now).or(() -> spent(now));
  }

  private Optional<Cooldown> spent(Instant now) {
    return imagesLeft(now) > 0
        ? Optional.empty()
        : Optional.of(
            new Cooldown(
                budget.more(now),
                account.imagesPerMinute().getAsInt() + " images per minute are used up"));
  }

  /** What rests now and why; under the empty name the whole account. */
  synchronized Map<String, Cooldown> cooldowns(Instant now) {
    var all = new TreeMap<String, Cooldown>();
    resting(now).ifPresent(one -> all.put("", one));
    var keys = new ArrayList<>(health.keySet());
    keys.forEach(key -> health(key).cooling(now).ifPresent(one -> all.put(key.text(), one)));
    return all;
  }

  private Health of(Scope scope, RoutingKey key) {
    return switch (scope) {
      case ACCOUNT -> whole;
      case WORK -> health(key);
    };
  }

  private Health health(RoutingKey key) {
    return health.computeIfAbsent(key.work(), _ -> new Health());
  }

  /**
   * A place in flight.
   *
   * @param works what it may be used for
   * @param probes the half-open ones among these
   * @param wholeProbe the account's own health, where all of it is half-open
   */
  record Reserved(Set<RoutingKey> works, Map<RoutingKey, Health> probes, List<Health> wholeProbe) {}
}

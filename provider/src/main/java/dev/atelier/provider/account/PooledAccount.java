package dev.atelier.provider.account;

import dev.atelier.image.AccountId;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Provider;
import dev.atelier.provider.RemainingLimit;
import dev.atelier.provider.account.AccountEffect.Bench;
import dev.atelier.provider.account.AccountEffect.Healthy;
import dev.atelier.provider.account.AccountEffect.Neutral;
import dev.atelier.provider.account.AccountEffect.Scope;
import dev.atelier.provider.account.ImageBudget.Spending;
import dev.atelier.provider.shared.SharedAccounts;
import dev.atelier.provider.shared.SharedSnapshot;
import dev.atelier.provider.shared.StoredHealth;
import dev.atelier.provider.shared.StoredLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One account at work: its calls in flight, its health, its share of the work so far. */
final class PooledAccount {
  /** How long a paused account is taken to rest at least; it is asked again then. */
  private static final Duration PAUSED = Duration.ofSeconds(60);

  private final Provider provider;
  private final Optional<SharedAccounts> shared;
  private final AccountLimits limits = new AccountLimits();
  private final AccountHealths healths = new AccountHealths();
  private volatile Account account;
  private volatile Set<RoutingKey> works;
  private volatile int inFlight;
  private volatile int inFlightElsewhere;
  private double pass;

  /**
   * @param shared where other processes call it too
   */
  PooledAccount(
      Account account, Provider provider, Set<RoutingKey> works, Optional<SharedAccounts> shared) {
    this.account = account;
    this.provider = provider;
    this.works = Set.copyOf(works);
    this.shared = shared;
  }

  /** The same account with other settings; its health and its calls in flight stay. */
  void change(Account other, Set<RoutingKey> otherWorks) {
    account = other;
    works = Set.copyOf(otherWorks);
  }

  /** Where other processes call it too. */
  Optional<SharedAccounts> shared() {
    return shared;
  }

  /** How it stands over all processes. */
  synchronized void follow(SharedSnapshot all, Duration ahead) {
    AccountId id = account.id();
    inFlightElsewhere = all.inFlight().getOrDefault(id, 0);
    limits.follow(all.images().getOrDefault(id, Collections.emptySortedMap()), ahead);
    healths.all().forEach(one -> one.probedByOthers(false));
    all.health().stream()
        .filter(one -> one.account().equals(id))
        .forEach(one -> follow(one, ahead));
    all.limits().stream()
        .filter(one -> one.account().equals(id))
        .forEach(one -> limits.follow(one, ahead));
  }

  synchronized void follow(StoredHealth stored, Duration ahead) {
    healths.of(stored.work()).follow(stored, ahead);
  }

  /** Others have all of its slots that are not held here, until it is looked at again. */
  synchronized void full() {
    inFlightElsewhere = Math.max(inFlightElsewhere, account.concurrency() - inFlight + 1);
  }

  /** Others try it now, until it is looked at again. */
  synchronized void probedByOthers(Health health) {
    health.probedByOthers(true);
  }

  /** Others have ordered all of its images, until it is looked at again. */
  synchronized void imagesUsedUp(Instant now) {
    int left = limits.imagesLeft(account.imagesPerMinute(), now);
    if (left > 0 && account.imagesPerMinute().isPresent()) {
      var _ = limits.spend(left, now);
    }
  }

  /** What the upstream said that other processes do not know. */
  synchronized List<StoredLimit> takeUntold() {
    return limits.takeUntold();
  }

  /**
   * Orders up to so many images for this work, at least one.
   *
   * @param replaced an order of the same call that came to nothing
   */
  synchronized Ordered order(RoutingKey key, int images, Optional<Ordered> replaced, Instant now) {
    replaced.ifPresent(this::giveBack);
    int left = limits.imagesLeft(key, account.imagesPerMinute(), now);
    int count = Math.min(images, Math.max(1, left));
    Optional<Spending> spending =
        account.imagesPerMinute().isPresent()
            ? Optional.of(limits.spend(count, now))
            : Optional.empty();
    return new Ordered(count, spending);
  }

  synchronized void giveBack(Ordered ordered) {
    ordered.spending().ifPresent(limits::giveBack);
  }

  /** Images are ordered from the upstream. */
  synchronized void sent(RoutingKey key, Ordered ordered) {
    limits.sent(key, ordered.images());
  }

  /** What the upstream says is left for a model. */
  synchronized void told(String model, RemainingLimit allowance, Instant now) {
    List<RoutingKey> of = limits.told(model, allowance, now);
    if (shared.isPresent()) {
      of.forEach(work -> limits.tell(account.id(), work, allowance, now));
    }
  }

  Account account() {
    return account;
  }

  Provider provider() {
    return provider;
  }

  /** What it can make, whoever may have it made. */
  Set<RoutingKey> works() {
    return works;
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
    return takes(key) && resting(key, now).isEmpty() && !healths.probing(key);
  }

  /** Whether it has a free slot, for whatever work. */
  boolean hasRoom() {
    return inFlight() < account.concurrency();
  }

  /** Whether it could take this work now. */
  boolean idle(RoutingKey key, Instant now) {
    return hasRoom() && usable(key, now);
  }

  /** How it stands to a piece of work. */
  synchronized Standing standing(RoutingKey key, Instant now) {
    return rejection(key, now)
        .<Standing>map(Standing.Rejected::new)
        .orElseGet(() -> new Standing.Free(inFlight(), pass));
  }

  private Optional<Rejection> rejection(RoutingKey key, Instant now) {
    if (!works.contains(key.work())) {
      return Optional.of(unable(key));
    }
    if (!key.filter().allows(account)) {
      return Optional.of(new Rejection.WrongTier(account.tier().orElse("none")));
    }
    return resting(key, now)
        .<Rejection>map(Function.identity())
        .or(() -> healths.probing(key) ? Optional.of(new Rejection.Probing()) : Optional.empty())
        .or(() ->
            hasRoom()
                ? Optional.empty()
                : Optional.of(new Rejection.NoSlot(inFlight(), account.concurrency())));
  }

  private Rejection unable(RoutingKey key) {
    if (provider.capabilities().free() && account.makes(key.model())) {
      return new Rejection.NotInEarnest(key.model());
    }
    if (works.contains(key.unmasked().work())) {
      return new Rejection.NoMask(key.model());
    }
    return models().contains(key.model())
        ? new Rejection.NoOperation(key.operation())
        : new Rejection.NoModel(key.model());
  }

  /** What keeps it from this work for a time, however busy it is. */
  private Optional<Rejection.Rest> resting(RoutingKey key, Instant now) {
    if (account.paused()) {
      return Optional.of(new Rejection.Paused());
    }
    return healths
        .cooling(key, now)
        .or(() -> limits.usedUp(key, now))
        .<Rejection.Rest>map(Rejection.Resting::new)
        .or(() -> usedUp(now));
  }

  private Optional<Rejection.Rest> usedUp(Instant now) {
    return limits.imagesLeft(account.imagesPerMinute(), now) > 0
        ? Optional.empty()
        : Optional.of(
            new Rejection.ImagesUsedUp(account.imagesPerMinute().getAsInt(), limits.more(now)));
  }

  /** What it can bear at once, by weight. */
  double share() {
    return (double) account.concurrency() * account.weight();
  }

  /** Calls in flight, in all processes. */
  int inFlight() {
    return inFlight + inFlightElsewhere;
  }

  /** Calls in flight in this process. */
  int inFlightHere() {
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

  /** A place for one more call for this work, if there still is one. */
  synchronized Optional<Reserved> reserve(RoutingKey key, Instant now) {
    if (!idle(key, now)) {
      return Optional.empty();
    }
    inFlight++;
    List<Health> probes = healths.halfOpen(key, now);
    probes.forEach(one -> one.probing(true));
    return Optional.of(new Reserved(probes));
  }

  /** The same over the limit, for a call that is already running upstream. */
  synchronized Reserved reserveRegardless() {
    inFlight++;
    return new Reserved(List.of());
  }

  synchronized void release(Reserved reserved) {
    inFlight--;
    reserved.probes().forEach(one -> one.probing(false));
  }

  /**
   * Learns from how a call for this work ended.
   *
   * @return what a success puts right: the healths that were not fine
   */
  synchronized List<Health> report(
      RoutingKey key, AttemptOutcome outcome, Instant begun, Instant now) {
    List<Health> failing = healths.both(key).stream().filter(one -> !one.fine()).toList();
    switch (AccountEffect.of(outcome)) {
      case Healthy _ -> healths.both(key).forEach(one -> one.succeeded(begun));
      case Bench bench -> {
        if (!provider.capabilities().free()) { // what costs nothing has no limit to prove
          healths.of(bench.scope(), key).failed(bench, begun, now);
        }
      }
      case Neutral _ -> {}
    }
    return failing;
  }

  synchronized String work(Scope scope, RoutingKey key) {
    return healths.of(scope, key).work();
  }

  synchronized void cool(RoutingKey key, Cooldown cooldown) {
    healths.of(key).extend(cooldown.until(), cooldown.evidence());
  }

  synchronized Optional<Cooldown> cooldown(RoutingKey key, Instant now) {
    return resting(key, now).map(rest -> cooldown(rest, now));
  }

  private static Cooldown cooldown(Rejection.Rest rest, Instant now) {
    return switch (rest) {
      case Rejection.Resting(var cooldown) -> cooldown;
      case Rejection.ImagesUsedUp(var perMinute, var until) ->
          new Cooldown(until, perMinute + " images per minute are used up");
      case Rejection.Paused paused -> new Cooldown(now.plus(PAUSED), paused.text());
    };
  }

  /** What rests now and why; under the empty name the whole account. */
  synchronized Map<String, Cooldown> cooldowns(Instant now) {
    var all = new TreeMap<String, Cooldown>();
    Optional<Rejection.Rest> whole =
        account.paused()
            ? Optional.of(new Rejection.Paused())
            : healths
                .whole()
                .cooling(now)
                .<Rejection.Rest>map(Rejection.Resting::new)
                .or(() -> usedUp(now));
    whole.ifPresent(one -> all.put("", cooldown(one, now)));
    all.putAll(limits.usedUp(now));
    all.putAll(healths.coolingWorks(now));
    return all;
  }

  /** How an account stands to a piece of work. */
  sealed interface Standing {
    /** It could take it now. */
    record Free(int inFlight, double pass) implements Standing {}

    record Rejected(Rejection rejection) implements Standing {}
  }

  /**
   * Images that a call orders.
   *
   * @param spending what they take of the images per minute, where these are limited
   */
  record Ordered(int images, Optional<Spending> spending) {}

  /**
   * A place in flight.
   *
   * @param probes the healths that are half-open, and find out by this call
   */
  record Reserved(List<Health> probes) {}
}

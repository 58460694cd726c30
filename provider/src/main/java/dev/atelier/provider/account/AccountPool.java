package dev.atelier.provider.account;

import dev.atelier.catalog.Catalog;
import dev.atelier.image.AccountId;
import dev.atelier.provider.Account;
import dev.atelier.provider.Provider;
import dev.atelier.provider.shared.SharedAccounts;
import dev.atelier.provider.shared.SharedSnapshot;
import dev.atelier.provider.shared.StoredLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every configured account with its calls in flight and its cooldowns. Limits are counted here, per
 * account, not by the size of any thread pool. Safe for use by many threads.
 */
public final class AccountPool {
  private final Map<String, Provider> providers;
  private final Catalog catalog;
  private final List<AccountFilter> filters;
  private final AccountPreference preference;
  private final InstantSource clock;
  private final Optional<SharedAccounts> shared;
  private final Object turns = new Object();
  private volatile List<PooledAccount> accounts = List.of();
  private volatile Set<RoutingKey> served = Set.of();
  private double lastPass;

  /** One whose work names no tier label. */
  public AccountPool(
      List<Account> accounts, List<Provider> providers, Catalog catalog, InstantSource clock) {
    this(accounts, providers, catalog, Set.of(), AccountPreference.DEFAULT, clock);
  }

  /** One whose accounts no other process calls. */
  public AccountPool(
      List<Account> accounts,
      List<Provider> providers,
      Catalog catalog,
      Set<String> tiers,
      AccountPreference preference,
      InstantSource clock) {
    this(accounts, providers, catalog, tiers, preference, Optional.empty(), clock);
  }

  /**
   * @param tiers the labels that work may name, whether an account has them or not
   * @param preference what makes one account better than another
   * @param shared where other processes call the same accounts; those that cost nothing are each
   *     process's own
   * @throws IllegalArgumentException if an account names a provider that is not given
   */
  public AccountPool(
      List<Account> accounts,
      List<Provider> providers,
      Catalog catalog,
      Set<String> tiers,
      AccountPreference preference,
      Optional<SharedAccounts> shared,
      InstantSource clock) {
    this.providers =
        providers.stream().collect(Collectors.toMap(Provider::name, Function.identity()));
    this.catalog = catalog;
    this.filters = filters(tiers);
    this.preference = preference;
    this.shared = shared;
    this.clock = clock;
    replace(accounts);
  }

  /**
   * Other accounts from now on. One that was there before keeps its health and its calls in flight;
   * calls of one that is gone end as they would have. Where an account that costs money makes a
   * model, those that cost nothing no longer do.
   *
   * @throws IllegalArgumentException if an account names a provider that is not given
   */
  public synchronized void replace(List<Account> others) {
    var all = new ArrayList<PooledAccount>();
    for (Account account : others) {
      Set<RoutingKey> works = works(account, others);
      Optional<PooledAccount> before =
          pooled(account.id())
              .filter(known -> known.account().provider().equals(account.provider()));
      if (before.isPresent()) {
        before.get().change(account, works);
        all.add(before.get());
      } else {
        Provider provider = provider(account);
        all.add(
            new PooledAccount(
                account, provider, works, shared.filter(_ -> !provider.capabilities().free())));
      }
    }
    accounts = List.copyOf(all);
    served =
        all.stream()
            .flatMap(pooled -> pooled.works().stream())
            .distinct()
            .flatMap(work -> filters.stream().map(work::filter))
            .filter(route -> all.stream().anyMatch(pooled -> pooled.takes(route)))
            .collect(Collectors.toUnmodifiableSet());
  }

  private Provider provider(Account account) {
    Provider provider = providers.get(account.provider());
    if (provider == null) {
      throw new IllegalArgumentException(
          "account " + account.id() + " names the unknown provider " + account.provider());
    }
    return provider;
  }

  private Set<RoutingKey> works(Account account, List<Account> all) {
    Set<RoutingKey> works = routes(account);
    if (free(account)) {
      Set<RoutingKey> paid =
          all.stream()
              .filter(other -> !free(other))
              .flatMap(other -> routes(other).stream())
              .collect(Collectors.toSet());
      works.removeIf(work -> paid.contains(work.unmasked()));
    }
    return works;
  }

  private boolean free(Account account) {
    return provider(account).capabilities().free();
  }

  /**
   * Learns how the accounts stand over all processes, and tells the others what upstreams said
   * here. To be done once in a second at least; nothing where no other process calls them.
   */
  public void refresh() {
    shared.ifPresent(this::refresh);
  }

  private void refresh(SharedAccounts all) {
    Instant asked = clock.instant();
    SharedSnapshot snapshot = all.look();
    var ahead = Duration.between(asked, snapshot.now());
    var untold = new ArrayList<StoredLimit>();
    for (PooledAccount pooled : accounts) {
      if (pooled.shared().isPresent()) {
        pooled.follow(snapshot, ahead);
        pooled.takeUntold().stream().map(one -> one.later(ahead)).forEach(untold::add);
      }
    }
    all.tell(untold);
  }

  /** Where other processes call the same accounts. */
  public Optional<SharedAccounts> shared() {
    return shared;
  }

  /** The kinds of work for which an account has a slot free now. */
  public Set<RoutingKey> open() {
    Instant now = clock.instant();
    List<PooledAccount> roomy = accounts.stream().filter(PooledAccount::hasRoom).toList();
    return roomy.isEmpty()
        ? Set.of()
        : served.stream()
            .filter(route -> roomy.stream().anyMatch(pooled -> pooled.idle(route, now)))
            .collect(Collectors.toSet());
  }

  /** Calls that accounts could begin now as far as their concurrency goes, for any work. */
  public int room() {
    return accounts.stream()
        .mapToInt(pooled -> Math.max(0, pooled.account().concurrency() - pooled.inFlight()))
        .sum();
  }

  /** A slot at the best account that could take the work now, if there is one. */
  public Optional<Slot> reserve(SlotRequest request) {
    Instant now = clock.instant();
    Selection selection = selection(request, now);
    Optional<Candidate> best = selection.best(floor());
    while (best.isPresent()) {
      PooledAccount pooled = best.get().pooled();
      Optional<PooledAccount.Reserved> reserved = pooled.reserve(request.route(), now);
      if (reserved.isPresent()) {
        turn(pooled, selection.passFloor());
        return Optional.of(
            new Slot(pooled, reserved.get(), request.route(), Optional.of(selection), clock));
      }
      selection.gone(best.get());
      best = selection.best(floor());
    }
    return Optional.empty();
  }

  /** A slot for work of this kind, if an account has one free now. */
  public Optional<Slot> reserve(RoutingKey route) {
    return reserve(SlotRequest.of(route));
  }

  /** Why work waits, in words for the operator. */
  public AccountChoice waiting(SlotRequest request) {
    Selection selection = selection(request, clock.instant());
    var _ = selection.best(floor());
    return selection.waiting();
  }

  private Selection selection(SlotRequest request, Instant now) {
    var selection = new Selection(request, preference);
    accounts.forEach(pooled -> selection.consider(pooled, now));
    return selection;
  }

  /** The accounts that could take it now, or as soon as they are less busy. */
  public Set<AccountId> usable(RoutingKey route) {
    Instant now = clock.instant();
    return accounts.stream()
        .filter(pooled -> pooled.usable(route, now))
        .map(pooled -> pooled.account().id())
        .collect(Collectors.toSet());
  }

  /** Whether some account could ever make this, busy or not. */
  public boolean serves(RoutingKey route) {
    return filters.contains(route.filter())
        && accounts.stream().anyMatch(pooled -> pooled.takes(route));
  }

  /** Every route of the same work: those whose jobs may be made by the same accounts. */
  public Set<RoutingKey> competing(RoutingKey route) {
    return filters.stream().map(route::filter).collect(Collectors.toSet());
  }

  /** Whether everything of this kind is made for nothing. */
  public boolean free(RoutingKey route) {
    return accounts.stream()
        .filter(pooled -> pooled.takes(route))
        .allMatch(pooled -> pooled.provider().capabilities().free());
  }

  /** Calls that accounts may have in flight at once for this kind of work. */
  public int concurrency(RoutingKey route) {
    return accounts.stream()
        .filter(pooled -> pooled.takes(route))
        .mapToInt(pooled -> pooled.account().concurrency())
        .sum();
  }

  /** Gives an account no work of this kind until then; never shortens a cooldown. */
  public void cool(AccountId account, RoutingKey route, Cooldown cooldown) {
    pooled(account).ifPresent(pooled -> pooled.cool(route, cooldown));
  }

  /**
   * What an account does not do now, by the routing key of the work, and why; under the empty text
   * the whole account.
   */
  public Map<String, Cooldown> cooldowns(AccountId account) {
    return pooled(account).map(pooled -> pooled.cooldowns(clock.instant())).orElse(Map.of());
  }

  /** When the first cooling account of this kind is usable again; empty if one is usable now. */
  public Optional<Instant> coolingUntil(RoutingKey route) {
    Instant now = clock.instant();
    List<Instant> ends = new ArrayList<>();
    for (PooledAccount pooled : accounts) {
      if (pooled.takes(route)) {
        Optional<Cooldown> cooldown = pooled.cooldown(route, now);
        if (cooldown.isEmpty()) {
          return Optional.empty();
        }
        ends.add(cooldown.get().until());
      }
    }
    return ends.stream().min(Comparator.naturalOrder());
  }

  /** The account and its provider, for work begun earlier. */
  public Optional<Slot> resume(AccountId account, RoutingKey route) {
    return pooled(account)
        .map(
            pooled -> new Slot(pooled, pooled.reserveRegardless(), route, Optional.empty(), clock));
  }

  /** Whether calls to this account cost nothing. */
  public boolean free(AccountId account) {
    return pooled(account).filter(one -> one.provider().capabilities().free()).isPresent();
  }

  /** Calls of this process in flight at all accounts, for a metric. */
  public int inFlight() {
    return accounts.stream().mapToInt(PooledAccount::inFlightHere).sum();
  }

  /** The models that an account may make now, for reports. */
  public Set<String> models(AccountId account) {
    return pooled(account).map(PooledAccount::models).orElse(Set.of());
  }

  /** Calls of all processes in flight at one account, for reports. */
  public int inFlight(AccountId account) {
    return pooled(account).map(PooledAccount::inFlight).orElse(0);
  }

  /** Calls of this process in flight at one account, for a metric. */
  public int inFlightHere(AccountId account) {
    return pooled(account).map(PooledAccount::inFlightHere).orElse(0);
  }

  /** The accounts, for reports. */
  public List<Account> accounts() {
    return accounts.stream().map(PooledAccount::account).toList();
  }

  private Optional<PooledAccount> pooled(AccountId account) {
    return accounts.stream().filter(pooled -> pooled.account().id().equals(account)).findFirst();
  }

  private double floor() {
    synchronized (turns) {
      return lastPass;
    }
  }

  private void turn(PooledAccount pooled, double floor) {
    synchronized (turns) {
      lastPass = pooled.count(floor);
    }
  }

  private static List<AccountFilter> filters(Set<String> tiers) {
    return Stream.concat(
            Stream.of(AccountFilter.all()),
            tiers.stream()
                .flatMap(tier ->
                    Stream.of(
                        new AccountFilter.Without(tier),
                        new AccountFilter.Last(tier),
                        new AccountFilter.First(tier))))
        .toList();
  }

  private Set<RoutingKey> routes(Account account) {
    Set<String> made = provider(account).models();
    return catalog.models().stream()
        .filter(model ->
            account.models().isEmpty()
                ? made.isEmpty() || made.contains(model.id())
                : account.makes(model.id()))
        .flatMap(model -> RoutingKey.of(model.id()))
        .filter(work -> !work.masked() || provider(account).takesMask(account, work.model()))
        .collect(Collectors.toSet());
  }
}

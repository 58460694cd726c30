package dev.atelier.provider.account;

import dev.atelier.catalog.Catalog;
import dev.atelier.image.AccountId;
import dev.atelier.image.Operation;
import dev.atelier.provider.Account;
import dev.atelier.provider.Provider;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
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
  private final InstantSource clock;
  private final Object turns = new Object();
  private volatile List<PooledAccount> accounts = List.of();
  private double lastPass;

  /** One whose work names no tier label. */
  public AccountPool(
      List<Account> accounts, List<Provider> providers, Catalog catalog, InstantSource clock) {
    this(accounts, providers, catalog, Set.of(), clock);
  }

  /**
   * @param tiers the labels that work may name, whether an account has them or not
   * @throws IllegalArgumentException if an account names a provider that is not given
   */
  public AccountPool(
      List<Account> accounts,
      List<Provider> providers,
      Catalog catalog,
      Set<String> tiers,
      InstantSource clock) {
    this.providers =
        providers.stream().collect(Collectors.toMap(Provider::name, Function.identity()));
    this.catalog = catalog;
    this.filters = filters(tiers);
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
        all.add(new PooledAccount(account, provider(account), works));
      }
    }
    accounts = List.copyOf(all);
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
      all.stream().filter(other -> !free(other)).map(this::routes).forEach(works::removeAll);
    }
    return works;
  }

  private boolean free(Account account) {
    return provider(account).capabilities().free();
  }

  /** A slot for any work at all, of the account whose turn it is. */
  public Optional<Slot> reserve(Predicate<Slot> useful) {
    return reserve(useful, Set.of());
  }

  private Optional<Slot> reserve(Predicate<Slot> useful, Set<AccountId> except) {
    Instant now = clock.instant();
    for (PooledAccount pooled : inTurn()) {
      if (except.contains(pooled.account().id())) {
        continue;
      }
      Optional<Slot> slot =
          pooled
              .reserve(now)
              .map(reserved -> slot(pooled, reserved, now))
              .filter(free -> kept(free, useful));
      if (slot.isPresent()) {
        turn(pooled);
        return slot;
      }
    }
    return Optional.empty();
  }

  /** What the slot is for is found without any account's lock held. */
  private Slot slot(PooledAccount pooled, PooledAccount.Reserved reserved, Instant now) {
    Set<RoutingKey> routes =
        reserved.works().stream()
            .flatMap(work -> filters.stream().map(work::filter))
            .filter(route -> route.filter().allows(pooled.account()))
            .filter(
                route -> !route.filter().lastResort(pooled.account()) || !anotherFree(route, now))
            .collect(Collectors.toSet());
    return new Slot(pooled, reserved, routes, clock);
  }

  /** Whether an account could take it that need not wait until none can. */
  private boolean anotherFree(RoutingKey route, Instant now) {
    return accounts.stream()
        .anyMatch(
            other -> !route.filter().lastResort(other.account()) && other.idle(route.work(), now));
  }

  /** Whether the slot is taken; it is given back if not, and also when that could not be told. */
  private static boolean kept(Slot slot, Predicate<Slot> useful) {
    boolean kept = false;
    try {
      kept = useful.test(slot);
    } finally {
      if (!kept) {
        slot.close();
      }
    }
    return kept;
  }

  /** A slot for work of this kind, if an account has one free now. */
  public Optional<Slot> reserve(RoutingKey route) {
    return reserve(route, Set.of());
  }

  /** The same at none of these accounts. */
  public Optional<Slot> reserve(RoutingKey route, Set<AccountId> except) {
    return reserve(slot -> slot.routes().contains(route), except).map(slot -> slot.use(route));
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
  public Optional<Slot> resume(AccountId account) {
    return pooled(account)
        .map(pooled -> new Slot(pooled, pooled.reserveRegardless(), Set.of(), clock));
  }

  /** Calls in flight at all accounts, for a metric. */
  public int inFlight() {
    return accounts.stream().mapToInt(PooledAccount::inFlight).sum();
  }

  /** The models that an account may make now, for reports. */
  public Set<String> models(AccountId account) {
    return pooled(account).map(PooledAccount::models).orElse(Set.of());
  }

  /** Calls in flight at one account, for reports. */
  public int inFlight(AccountId account) {
    return pooled(account).map(PooledAccount::inFlight).orElse(0);
  }

  /** The accounts, for reports. */
  public List<Account> accounts() {
    return accounts.stream().map(PooledAccount::account).toList();
  }

  private Optional<PooledAccount> pooled(AccountId account) {
    return accounts.stream().filter(pooled -> pooled.account().id().equals(account)).findFirst();
  }

  /** The least loaded for its weight first; of equally loaded ones, whose share is due. */
  private List<PooledAccount> inTurn() {
    record Turn(PooledAccount account, double load, double pass) {}
    double floor;
    synchronized (turns) {
      floor = lastPass;
    }
    return accounts.stream()
        .map(pooled -> new Turn(pooled, pooled.load(), Math.max(floor, pooled.pass())))
        .sorted(Comparator.comparingDouble(Turn::load).thenComparingDouble(Turn::pass))
        .map(Turn::account)
        .toList();
  }

  private void turn(PooledAccount pooled) {
    synchronized (turns) {
      lastPass = pooled.count(lastPass);
    }
  }

  private static List<AccountFilter> filters(Set<String> tiers) {
    return Stream.concat(
            Stream.of(AccountFilter.all()),
            tiers.stream()
                .flatMap(tier ->
                    Stream.of(new AccountFilter.Without(tier), new AccountFilter.Last(tier))))
        .toList();
  }

  private Set<RoutingKey> routes(Account account) {
    Set<String> made = provider(account).models();
    return catalog.models().stream()
        .filter(model ->
            account.models().isEmpty()
                ? made.isEmpty() || made.contains(model.id())
                : account.makes(model.id()))
        .flatMap(model ->
            List.of(Operation.values()).stream()
                .map(operation -> new RoutingKey(model.id(), operation)))
        .collect(Collectors.toSet());
  }
}

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
  private final List<PooledAccount> accounts;
  private final List<AccountFilter> choices;
  private final InstantSource clock;

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
    Map<String, Provider> byName =
        providers.stream().collect(Collectors.toMap(Provider::name, Function.identity()));
    var all = new ArrayList<PooledAccount>();
    for (Account account : accounts) {
      Provider provider = byName.get(account.provider());
      if (provider == null) {
        throw new IllegalArgumentException(
            "account " + account.id() + " names the unknown provider " + account.provider());
      }
      all.add(new PooledAccount(account, provider, routes(account, catalog)));
    }
    this.accounts = List.copyOf(all);
    this.choices = choices(tiers);
    this.clock = clock;
  }

  /** A slot for any work at all, of the least busy account that has one. */
  public Optional<Slot> reserve(Predicate<Slot> useful) {
    Instant now = clock.instant();
    for (PooledAccount pooled : leastBusyFirst()) {
      Optional<Slot> slot =
          pooled
              .reserve(now)
              .map(open -> slot(pooled, open, now))
              .filter(free -> kept(free, useful));
      if (slot.isPresent()) {
        return slot;
      }
    }
    return Optional.empty();
  }

  /** What the slot is for is found without any member's lock held. */
  private Slot slot(PooledAccount pooled, Set<RoutingKey> open, Instant now) {
    Set<RoutingKey> routes =
        open.stream()
            .flatMap(work -> choices.stream().map(work::filter))
            .filter(route -> route.filter().allows(pooled.account()))
            .filter(
                route -> !route.filter().lastResort(pooled.account()) || !anotherFree(route, now))
            .collect(Collectors.toSet());
    return new Slot(pooled.account(), pooled.provider(), routes, pooled::release);
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
    return reserve(slot -> slot.routes().contains(route));
  }

  /** Whether some account could ever make this, busy or not. */
  public boolean serves(RoutingKey route) {
    return choices.contains(route.filter())
        && accounts.stream().anyMatch(pooled -> pooled.takes(route));
  }

  /** Every route of the same work: those whose jobs may be made by the same accounts. */
  public Set<RoutingKey> competing(RoutingKey route) {
    return choices.stream().map(route::filter).collect(Collectors.toSet());
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

  /** Gives an account no work of this kind until then. */
  public void cool(AccountId account, RoutingKey route, Cooldown cooldown) {
    pooled(account).ifPresent(pooled -> pooled.cool(route, cooldown));
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
        .map(pooled ->
            new Slot(
                pooled.account(), pooled.provider(), pooled.reserveRegardless(), pooled::release));
  }

  /** The accounts, for reports. */
  public List<Account> accounts() {
    return accounts.stream().map(PooledAccount::account).toList();
  }

  private Optional<PooledAccount> pooled(AccountId account) {
    return accounts.stream().filter(pooled -> pooled.account().id().equals(account)).findFirst();
  }

  private List<PooledAccount> leastBusyFirst() {
    return accounts.stream().sorted(Comparator.comparingDouble(PooledAccount::load)).toList();
  }

  private static List<AccountFilter> choices(Set<String> tiers) {
    return Stream.concat(
            Stream.of(AccountFilter.all()),
            tiers.stream()
                .flatMap(tier ->
                    Stream.of(new AccountFilter.Without(tier), new AccountFilter.Last(tier))))
        .toList();
  }

  private static Set<RoutingKey> routes(Account account, Catalog catalog) {
    return catalog.names().stream()
        .flatMap(name -> catalog.find(name).stream())
        .filter(model -> account.models().isEmpty() || account.models().contains(model.id()))
        .flatMap(model ->
            List.of(Operation.values()).stream()
                .map(operation -> new RoutingKey(model.id(), operation)))
        .collect(Collectors.toSet());
  }
}

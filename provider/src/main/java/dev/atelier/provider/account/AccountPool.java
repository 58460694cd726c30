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
  private final List<Member> members;
  private final List<Among> choices;
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
    var all = new ArrayList<Member>();
    for (Account account : accounts) {
      Provider provider = byName.get(account.provider());
      if (provider == null) {
        throw new IllegalArgumentException(
            "account " + account.id() + " names the unknown provider " + account.provider());
      }
      all.add(new Member(account, provider, routes(account, catalog)));
    }
    this.members = List.copyOf(all);
    this.choices = choices(tiers);
    this.clock = clock;
  }

  /** A slot for any work at all, of the least busy account that has one. */
  public Optional<Slot> reserve(Predicate<Slot> useful) {
    Instant now = clock.instant();
    for (Member member : leastBusyFirst()) {
      Optional<Slot> slot =
          member
              .reserve(now)
              .map(open -> slot(member, open, now))
              .filter(free -> kept(free, useful));
      if (slot.isPresent()) {
        return slot;
      }
    }
    return Optional.empty();
  }

  /** What the slot is for is found without any member's lock held. */
  private Slot slot(Member member, Set<Route> open, Instant now) {
    Set<Route> routes =
        open.stream()
            .flatMap(work -> choices.stream().map(work::among))
            .filter(route -> route.among().allows(member.account()))
            .filter(
                route -> !route.among().lastResort(member.account()) || !anotherFree(route, now))
            .collect(Collectors.toSet());
    return new Slot(member.account(), member.provider(), routes, member::release);
  }

  /** Whether an account could take it that need not wait until none can. */
  private boolean anotherFree(Route route, Instant now) {
    return members.stream()
        .anyMatch(
            other -> !route.among().lastResort(other.account()) && other.idle(route.work(), now));
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
  public Optional<Slot> reserve(Route route) {
    return reserve(slot -> slot.routes().contains(route));
  }

  /** Whether some account could ever make this, busy or not. */
  public boolean serves(Route route) {
    return choices.contains(route.among())
        && members.stream().anyMatch(member -> member.takes(route));
  }

  /** Every route of the same work: those whose jobs may be made by the same accounts. */
  public Set<Route> competing(Route route) {
    return choices.stream().map(route::among).collect(Collectors.toSet());
  }

  /** Whether everything of this kind is made for nothing. */
  public boolean free(Route route) {
    return members.stream()
        .filter(member -> member.takes(route))
        .allMatch(member -> member.provider().capabilities().free());
  }

  /** Calls that accounts may have in flight at once for this kind of work. */
  public int concurrency(Route route) {
    return members.stream()
        .filter(member -> member.takes(route))
        .mapToInt(member -> member.account().concurrency())
        .sum();
  }

  /** Gives an account no work of this kind until then. */
  public void cool(AccountId account, Route route, Cooldown cooldown) {
    member(account).ifPresent(member -> member.cool(route, cooldown));
  }

  /** When the first cooling account of this kind is usable again; empty if one is usable now. */
  public Optional<Instant> coolingUntil(Route route) {
    Instant now = clock.instant();
    List<Instant> ends = new ArrayList<>();
    for (Member member : members) {
      if (member.takes(route)) {
        Optional<Cooldown> cooldown = member.cooldown(route, now);
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
    return member(account)
        .map(member ->
            new Slot(
                member.account(), member.provider(), member.reserveRegardless(), member::release));
  }

  /** The accounts, for reports. */
  public List<Account> accounts() {
    return members.stream().map(Member::account).toList();
  }

  private Optional<Member> member(AccountId account) {
    return members.stream().filter(member -> member.account().id().equals(account)).findFirst();
  }

  private List<Member> leastBusyFirst() {
    return members.stream().sorted(Comparator.comparingDouble(Member::load)).toList();
  }

  private static List<Among> choices(Set<String> tiers) {
    return Stream.concat(
            Stream.of(Among.all()),
            tiers.stream()
                .flatMap(tier -> Stream.of(new Among.Without(tier), new Among.Last(tier))))
        .toList();
  }

  private static Set<Route> routes(Account account, Catalog catalog) {
    return catalog.names().stream()
        .flatMap(name -> catalog.find(name).stream())
        .filter(model -> account.models().isEmpty() || account.models().contains(model.id()))
        .flatMap(model ->
            List.of(Operation.values()).stream().map(operation -> new Route(model.id(), operation)))
        .collect(Collectors.toSet());
  }
}

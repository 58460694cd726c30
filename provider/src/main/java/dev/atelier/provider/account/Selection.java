package dev.atelier.provider.account;

import dev.atelier.image.AccountId;
import dev.atelier.image.TenantId;
import dev.atelier.provider.account.PooledAccount.Standing;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The choice of an account for one piece of work: of those that could take it now, the ones that
 * did not fail it, that were asked for, of the first tier, of the lowest price; and of these equals
 * the tenant's own. What is needed to explain it is kept, in bounds; words are made when asked for.
 */
final class Selection {
  private final SlotRequest request;
  private final AccountPreference preference;
  private final List<Candidate> free = new ArrayList<>();
  private final Losers rejected = new Losers();
  private Losers outdone = new Losers();
  private final Set<Criterion> decisive = EnumSet.noneOf(Criterion.class);
  private Optional<Candidate> chosen = Optional.empty();
  private Optional<BigDecimal> price = Optional.empty();
  private double passFloor;

  Selection(SlotRequest request, AccountPreference preference) {
    this.request = request;
    this.preference = preference;
  }

  private enum Criterion {
    NOT_FAILED,
    ASKED_FOR,
    TIER,
    PRICE,
    SHARE
  }

  /** One more account that may be there for it. */
  void consider(PooledAccount pooled, Instant now) {
    AccountId id = pooled.account().id();
    if (request.elsewhere() && request.failed().contains(id)) {
      rejected.add(id, new Rejection.Failed());
      return;
    }
    switch (pooled.standing(request.route(), now)) {
      case Standing.Free(var inFlight, var pass) -> free.add(new Candidate(pooled, inFlight, pass));
      case Standing.Rejected(var rejection) -> rejected.add(id, rejection);
    }
  }

  /**
   * The best account; empty if none is free.
   *
   * @param floor the pass of the account that was chosen before, whatever for
   */
  Optional<Candidate> best(double floor) {
    outdone = new Losers();
    decisive.clear();
    price = Optional.empty();
    passFloor = floor;
    chosen = free.isEmpty() ? Optional.empty() : Optional.of(bestOf(List.copyOf(free), floor));
    return chosen;
  }

  /** What the pass of the chosen account counts as at least, see {@link PooledAccount#count}. */
  double passFloor() {
    return passFloor;
  }

  /** It is free no more. */
  void gone(Candidate candidate) {
    free.remove(candidate);
    rejected.add(
        candidate.account().id(),
        new Rejection.NoSlot(candidate.inFlight(), candidate.account().concurrency()));
  }

  private Candidate bestOf(List<Candidate> all, double floor) {
    List<Candidate> left =
        narrow(
            all,
            one -> request.failed().contains(one.account().id()) ? 1 : 0,
            Criterion.NOT_FAILED,
            (_, _) -> new Rejection.Failed());
    left =
        narrow(
            left,
            one -> request.route().filter().rank(one.account()),
            Criterion.ASKED_FOR,
            Selection::laterTier);
    left =
        narrow(
            left,
            one -> preference.rank(one.account().tier()),
            Criterion.TIER,
            Selection::laterTier);
    left = cheapest(left);
    if (left.size() == 1) {
      return left.getFirst();
    }
    var share = new Share(left);
    passFloor = request.tenant().isPresent() ? share.floor() : floor;
    Candidate best = request.tenant().map(share::of).orElseGet(() -> share.next(floor));
    drop(left, List.of(best), Criterion.SHARE, _ -> new Rejection.NotItsTurn(request.tenant()));
    return best;
  }

  private static Rejection laterTier(Candidate own, Candidate best) {
    return new Rejection.LaterTier(own.account().tier(), best.account().tier());
  }

  /** Those of the lowest price; one that is not known counts as the highest. */
  private List<Candidate> cheapest(List<Candidate> among) {
    if (among.size() == 1) {
      return among;
    }
    Map<Candidate, BigDecimal> prices = new HashMap<>();
    for (Candidate one : among) {
      one.usdPerImage(request, preference.cost()).ifPresent(usd -> prices.put(one, usd));
    }
    price = prices.values().stream().min(Comparator.naturalOrder());
    if (price.isEmpty()) {
      return among;
    }
    BigDecimal least = price.get();
    return narrow(
        among,
        one -> prices.containsKey(one) && prices.get(one).compareTo(least) == 0 ? 0 : 1,
        Criterion.PRICE,
        (own, _) -> new Rejection.Dearer(Optional.ofNullable(prices.get(own)), price));
  }

  private List<Candidate> narrow(
      List<Candidate> among, ToIntFunction<Candidate> rank, Criterion criterion, Outdone why) {
    if (among.size() == 1) {
      return among;
    }
    int least = among.stream().mapToInt(rank).min().orElseThrow();
    List<Candidate> best = among.stream().filter(one -> rank.applyAsInt(one) == least).toList();
    drop(among, best, criterion, own -> why.by(own, best.getFirst()));
    return best;
  }

  private void drop(
      List<Candidate> among,
      List<Candidate> best,
      Criterion criterion,
      Function<Candidate, Rejection> why) {
    if (best.size() == among.size()) {
      return;
    }
    decisive.add(criterion);
    var stay = Set.copyOf(best);
    among.stream()
        .filter(one -> !stay.contains(one))
        .forEach(one -> outdone.add(one.account().id(), why.apply(one)));
  }

  /** Why one is not chosen while another is. */
  @FunctionalInterface
  private interface Outdone {
    Rejection by(Candidate own, Candidate best);
  }

  /** Why the account was chosen, and why no other. */
  AccountChoice choice() {
    return new AccountChoice("chosen: " + reason(chosen.orElseThrow()), others());
  }

  /** Why the work waits: every account with what keeps it from it. */
  AccountChoice waiting() {
    return chosen
        .map(one -> new AccountChoice("for its turn, " + one.account().id() + " is free", others()))
        .orElseGet(
            () -> new AccountChoice("no account can take " + request.route() + " now", others()));
  }

  private String reason(Candidate best) {
    var words = new ArrayList<String>();
    words.add(free.size() == 1 ? "the only one free" : "of " + free.size() + " free");
    if (request.failed().contains(best.account().id())) {
      words.add("though it failed this job already");
    } else if (decisive.contains(Criterion.NOT_FAILED)) {
      words.add("did not fail this job");
    }
    if (decisive.contains(Criterion.ASKED_FOR)) {
      words.add(Rejection.tier(best.account().tier()) + " as asked for");
    }
    if (decisive.contains(Criterion.TIER)) {
      words.add(Rejection.tier(best.account().tier()) + " first");
    }
    if (decisive.contains(Criterion.PRICE)) {
      words.add("cheapest at " + Rejection.usd(price) + " an image");
    }
    if (decisive.contains(Criterion.SHARE)) {
      words.add(
          request
              .tenant()
              .map(TenantId::value)
              .map("sticky to tenant "::concat)
              .orElse("its turn"));
    }
    return String.join(", ", words);
  }

  private List<String> others() {
    int most = AccountChoice.OTHERS_MAX;
    var lines =
        Stream.of(outdone.passing(), rejected.passing(), rejected.unable())
            .flatMap(List::stream)
            .map(Losers.Loser::line)
            .limit(most)
            .toList();
    int more = outdone.count() + rejected.count() - lines.size();
    return more == 0
        ? lines
        : Stream.concat(lines.stream(), Stream.of("and " + more + " more")).toList();
  }
}

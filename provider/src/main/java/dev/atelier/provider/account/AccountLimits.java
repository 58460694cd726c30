package dev.atelier.provider.account;

import dev.atelier.image.AccountId;
import dev.atelier.image.Operation;
import dev.atelier.provider.RemainingLimit;
import dev.atelier.provider.account.ImageBudget.Spending;
import dev.atelier.provider.shared.StoredLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/** What an account may still order, by its own limit and by the upstream's. Guarded by its lock. */
final class AccountLimits {
  private static final int ALL = Integer.MAX_VALUE;

  private final ImageBudget budget = new ImageBudget();
  private final Map<RoutingKey, ToldLimits> told = new HashMap<>();
  private final List<StoredLimit> untold = new ArrayList<>();

  /**
   * Further images that may be ordered now.
   *
   * @param perMinute of all work, where these are limited
   */
  int imagesLeft(RoutingKey key, OptionalInt perMinute, Instant now) {
    return Math.min(
        imagesLeft(perMinute, now), told(key).map(one -> one.imagesLeft(now)).orElse(ALL));
  }

  int imagesLeft(OptionalInt perMinute, Instant now) {
    return perMinute.isPresent() ? budget.left(perMinute.getAsInt(), now) : ALL;
  }

  Spending spend(int images, Instant now) {
    return budget.spend(images, now);
  }

  void giveBack(Spending spending) {
    budget.giveBack(spending);
  }

  /** When more images may be ordered. */
  Instant more(Instant now) {
    return budget.more(now);
  }

  /** So many were ordered in the last minute, by all processes together. */
  void follow(SortedMap<Long, Integer> seconds, Duration ahead) {
    budget.replace(seconds, ahead);
  }

  /** Images are ordered from the upstream. */
  void sent(RoutingKey key, int images) {
    told(key).ifPresent(one -> one.ordered(images));
  }

  /**
   * What the upstream says is left for a model.
   *
   * @return the kinds of work of which it says so
   */
  List<RoutingKey> told(String model, RemainingLimit allowance, Instant now) {
    var works = new ArrayList<RoutingKey>();
    for (Operation operation : Operation.values()) {
      if (!allowance.ofInputs() || operation == Operation.EDIT) {
        var work = new RoutingKey(model, operation);
        told.computeIfAbsent(work, _ -> new ToldLimits()).told(allowance, now);
        works.add(work);
      }
    }
    return works;
  }

  /** The same to be told to other processes, the latest of each limit. */
  void tell(AccountId account, RoutingKey work, RemainingLimit allowance, Instant now) {
    untold.removeIf(one -> one.work().equals(work.text()) && one.name().equals(allowance.limit()));
    untold.add(
        new StoredLimit(
            account,
            work.text(),
            allowance.limit(),
            allowance.left(),
            allowance.ofImages(),
            now.plus(ToldLimits.reset(allowance)),
            now));
  }

  /** What is to be told, by this process's clock; it counts as told. */
  List<StoredLimit> takeUntold() {
    var all = List.copyOf(untold);
    untold.clear();
    return all;
  }

  /** What a process was told; what was told here later stays. */
  void follow(StoredLimit limit, Duration ahead) {
    told.computeIfAbsent(RoutingKey.parse(limit.work()), _ -> new ToldLimits())
        .follow(limit, ahead);
  }

  /** What of the upstream's limits is used up for this work. */
  Optional<Cooldown> usedUp(RoutingKey key, Instant now) {
    return told(key).flatMap(one -> one.usedUp(now));
  }

  /** The same for each kind of work. */
  Map<String, Cooldown> usedUp(Instant now) {
    var all = new HashMap<String, Cooldown>();
    told.forEach((key, one) -> one.usedUp(now).ifPresent(rest -> all.put(key.text(), rest)));
    return all;
  }

  private Optional<ToldLimits> told(RoutingKey key) {
    return told.isEmpty() ? Optional.empty() : Optional.ofNullable(told.get(key.unmasked().work()));
  }
}

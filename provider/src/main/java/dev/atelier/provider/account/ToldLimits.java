package dev.atelier.provider.account;

import dev.atelier.provider.RemainingLimit;
import dev.atelier.provider.shared.StoredLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an upstream said is left of its own limits for one kind of work, until it resets them.
 * Guarded by its account's lock.
 */
final class ToldLimits {
  private final Map<String, Told> limits = new HashMap<>();

  void told(RemainingLimit allowance, Instant now) {
    limits.put(
        allowance.limit(),
        new Told(allowance.left(), allowance.ofImages(), now.plus(reset(allowance)), now));
  }

  /** What a process was told; what was told here later stays. */
  void follow(StoredLimit limit, Duration ahead) {
    Instant at = limit.told().minus(ahead);
    Told known = limits.get(limit.name());
    if (known == null || at.isAfter(known.at())) {
      limits.put(
          limit.name(), new Told(limit.left(), limit.ofImages(), limit.ends().minus(ahead), at));
    }
  }

  /** How long a limit is believed. */
  static Duration reset(RemainingLimit allowance) {
    return allowance.reset().compareTo(Health.TOLD_MAX) < 0 ? allowance.reset() : Health.TOLD_MAX;
  }

  /** Images that may still be ordered. */
  int imagesLeft(Instant now) {
    forget(now);
    return (int)
        limits.values().stream()
            .filter(Told::ofImages)
            .mapToLong(Told::left)
            .reduce(Integer.MAX_VALUE, Math::min);
  }

  /** What is used up, the limit that lasts longest. */
  Optional<Cooldown> usedUp(Instant now) {
    if (limits.isEmpty()) {
      return Optional.empty();
    }
    forget(now);
    return limits.entrySet().stream()
        .filter(one -> one.getValue().left() == 0)
        .map(one -> new Cooldown(one.getValue().until(), "no " + one.getKey() + " left"))
        .max((one, other) -> one.until().compareTo(other.until()));
  }

  void ordered(int images) {
    limits.replaceAll((_, told) -> told.ofImages() ? told.less(images) : told);
  }

  private void forget(Instant now) {
    limits.values().removeIf(told -> !now.isBefore(told.until()));
  }

  private record Told(long left, boolean ofImages, Instant until, Instant at) {
    Told less(int images) {
      return new Told(Math.max(0, left - images), true, until, at);
    }
  }
}

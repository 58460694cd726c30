package dev.atelier.metering.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What other processes let in lately of owners who have not come here: it counts as soon as they
 * do. Memory is bounded; of more owners the further ones begin anew. Used under the lock of {@link
 * Limits}.
 */
final class UsesElsewhere {
  private static final Duration KEPT = Duration.ofMinutes(1);

  /** Uses so close together count as one. */
  private static final Duration STEP = Duration.ofSeconds(10);

  private final Map<String, Deque<LimitUse>> uses = new HashMap<>();

  void add(LimitUse use) {
    if (uses.size() >= Limits.METERS_MAX && !uses.containsKey(use.code())) {
      return;
    }
    Deque<LimitUse> all = uses.computeIfAbsent(use.code(), _ -> new ArrayDeque<>());
    LimitUse last = all.peekLast();
    if (last != null && use.at().isBefore(last.at().plus(STEP))) {
      all.removeLast();
      all.addLast(
          new LimitUse(
              use.code(),
              last.requests() + use.requests(),
              last.images() + use.images(),
              last.at()));
    } else {
      all.addLast(use);
    }
  }

  /** Those of one owner, the oldest first; they are no longer kept here. */
  List<LimitUse> take(String code) {
    Deque<LimitUse> all = uses.remove(code);
    return all == null ? List.of() : List.copyOf(all);
  }

  void forget(Instant now) {
    Instant oldest = now.minus(KEPT);
    uses.values().forEach(all -> all.removeIf(one -> one.at().isBefore(oldest)));
    uses.values().removeIf(Deque::isEmpty);
  }
}

package dev.atelier.provider.account;

import dev.atelier.provider.account.AccountEffect.Scope;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The health of a whole account and of each kind of its work. Guarded by its account's lock. */
final class AccountHealths {
  private final Health whole = new Health("");
  private final Map<RoutingKey, Health> works = new HashMap<>();

  Health whole() {
    return whole;
  }

  Health of(RoutingKey key) {
    return works.computeIfAbsent(key.work(), work -> new Health(work.text()));
  }

  Health of(Scope scope, RoutingKey key) {
    return switch (scope) {
      case ACCOUNT -> whole;
      case WORK -> of(key);
    };
  }

  /** By the text of its work, as rows have it. */
  Health of(String work) {
    return work.isEmpty() ? whole : of(RoutingKey.parse(work));
  }

  /** What of it a call for this work shows. */
  List<Health> both(RoutingKey key) {
    return List.of(whole, of(key));
  }

  /** Why no such call may begin now. */
  Optional<Cooldown> cooling(RoutingKey key, Instant now) {
    return whole.cooling(now).or(() -> of(key).cooling(now));
  }

  /** Whether a probe keeps other calls for this work away. */
  boolean probing(RoutingKey key) {
    return !whole.probeFree() || !of(key).probeFree();
  }

  /** Those of which a call for this work that begins now is a probe. */
  List<Health> halfOpen(RoutingKey key, Instant now) {
    return both(key).stream().filter(one -> one.halfOpen(now)).toList();
  }

  Stream<Health> all() {
    return Stream.concat(Stream.of(whole), works.values().stream());
  }

  /** Which kinds of work rest now. */
  Map<String, Cooldown> coolingWorks(Instant now) {
    var all = new HashMap<String, Cooldown>();
    works.forEach((key, one) -> one.cooling(now).ifPresent(rest -> all.put(key.text(), rest)));
    return all;
  }
}

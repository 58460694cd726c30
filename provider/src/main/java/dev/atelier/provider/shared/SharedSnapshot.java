package dev.atelier.provider.shared;

import dev.atelier.image.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * How the accounts stand over all processes.
 *
 * @param now the database's time of it
 * @param inFlight calls of other processes, by account
 * @param images ordered in the last minute, by account and second since 1970
 */
public record SharedSnapshot(
    Instant now,
    Map<AccountId, Integer> inFlight,
    List<StoredHealth> health,
    Map<AccountId, SortedMap<Long, Integer>> images,
    List<StoredLimit> limits) {
  public SharedSnapshot {
    inFlight = Map.copyOf(inFlight);
    health = List.copyOf(health);
    images = Map.copyOf(images);
    limits = List.copyOf(limits);
  }
}

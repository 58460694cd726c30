package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Contents that somebody in this process has sealed and not recorded yet. Until they are recorded,
 * or were sealed longer ago than that can take, their files stay, whoever else erases the same.
 */
final class OpenSeals {
  /** With more of them than this nothing counts as recorded until the lost ones are old. */
  private static final int MAX = 100_000;

  private final Duration longest;
  private final SequencedMap<ContentHash, Seal> open = new LinkedHashMap<>();

  private Instant blindUntil = Instant.MIN;

  private record Seal(int times, Instant last) {}

  /**
   * @param longest from a seal to its row
   */
  OpenSeals(Duration longest) {
    this.longest = longest;
  }

  synchronized void sealed(ContentHash content, Instant now) {
    while (!open.isEmpty() && over(open.firstEntry().getValue(), now)) {
      open.pollFirstEntry();
    }
    if (open.size() >= MAX) {
      blindUntil = open.pollFirstEntry().getValue().last().plus(longest);
    }
    Seal before = open.remove(content); // to the end: the map is in the order of age
    open.put(content, new Seal(before == null ? 1 : before.times() + 1, now));
  }

  /** One of those who sealed it has its row. */
  synchronized void recorded(ContentHash content) {
    open.computeIfPresent(
        content, (_, seal) -> seal.times() > 1 ? new Seal(seal.times() - 1, seal.last()) : null);
  }

  /** Whether everybody who sealed it has recorded it. */
  synchronized boolean settled(ContentHash content, Instant now) {
    Seal seal = open.get(content);
    return !now.isBefore(blindUntil) && (seal == null || over(seal, now));
  }

  private boolean over(Seal seal, Instant now) {
    return !seal.last().plus(longest).isAfter(now);
  }
}

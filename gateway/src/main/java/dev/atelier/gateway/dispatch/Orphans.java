package dev.atelier.gateway.dispatch;

import dev.atelier.queue.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds this process's leases that nobody works under: the commit that took one was not
 * acknowledged, or the one that would have ended it failed. A lease counts as orphaned when it is
 * idle on two looks in a row, so that one just on its way to its worker is left alone.
 */
final class Orphans {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Predicate<Lease> working;
  private Instant next = Instant.MIN;
  private Set<Lease> suspects = Set.of();

  /**
   * @param working whether a worker of this process holds a lease
   */
  Orphans(Predicate<Lease> working) {
    this.working = working;
  }

  boolean due(Instant now) {
    return !now.isBefore(next);
  }

  /** Those of {@code held}, all leases of this process, that were idle at the last look too. */
  List<Lease> idleTwice(Collection<Lease> held, Instant now) {
    next = now.plus(EVERY);
    List<Lease> idle = held.stream().filter(working.negate()).toList();
    List<Lease> orphaned = idle.stream().filter(suspects::contains).toList();
    suspects = Set.copyOf(idle);
    return orphaned;
  }
}

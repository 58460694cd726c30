package dev.atelier.gateway.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When leases of others that expired may be taken for abandoned. While the database is away nobody
 * can renew: once it is back, all are given the time of a lease to do so. A start may be the end of
 * such a time too.
 */
final class TakeOverGrace {
  private final Duration lease;
  private Optional<Instant> until = Optional.empty();

  /**
   * @param lease how long a lease holds
   */
  TakeOverGrace(Duration lease) {
    this.lease = lease;
  }

  /** The database did not answer. */
  void away(Instant now) {
    until = Optional.of(now.plus(lease));
  }

  /** Whether what has expired is abandoned; begins with the first question. */
  boolean over(Instant now) {
    Instant end = until.orElseGet(() -> now.plus(lease));
    until = Optional.of(end);
    return !now.isBefore(end);
  }
}

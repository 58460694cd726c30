package dev.atelier.gateway.settle;

import dev.atelier.image.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * How long results are kept.
 *
 * @param usual after a picture was delivered, and after a job ended
 * @param forGood tenants whose results are kept until somebody deletes them
 */
public record RetentionPolicy(Duration usual, Set<TenantId> forGood) {
  public RetentionPolicy {
    forGood = Set.copyOf(forGood);
  }

  public boolean forGood(TenantId tenant) {
    return forGood.contains(tenant);
  }

  /** When a picture that is delivered now may go; empty for never. */
  public Optional<Instant> until(TenantId tenant, Instant now) {
    return forGood(tenant) ? Optional.empty() : Optional.of(now.plus(usual));
  }
}

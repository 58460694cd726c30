package dev.atelier.metering.audit;

import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What an administrator did once.
 *
 * @param tenant of the key that did it
 * @param person who had signed in in its place
 * @param act such as {@code key.revoke}
 * @param object what it was done to: an id or a name
 * @param objectTenant whose that is
 * @param changes the values that were set, by name; never a secret
 */
public record AuditEntry(
    UUID id,
    Instant at,
    TenantId tenant,
    KeyId key,
    Optional<String> person,
    String act,
    String object,
    TenantId objectTenant,
    Map<String, String> changes) {
  public AuditEntry {
    changes = Map.copyOf(changes);
  }
}

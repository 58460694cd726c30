package dev.atelier.metering.key;

import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What may be told of a key.
 *
 * @param masked the secret with its middle hidden
 * @param profile the client family it was made for, such as {@code sub2api}
 * @param expires the first moment at which it is no longer accepted
 */
public record KeyInfo(
    KeyId id,
    TenantId tenant,
    String label,
    String masked,
    Set<Scope> scopes,
    Optional<String> profile,
    Permissions permissions,
    Instant created,
    Optional<Instant> expires,
    Optional<Instant> revoked) {
  public KeyInfo {
    scopes = Set.copyOf(scopes);
  }

  /** Whether it is accepted at that moment. */
  public boolean usable(Instant now) {
    return revoked.isEmpty() && expires.map(now::isBefore).orElse(true);
  }

  Principal principal() {
    return new Principal(tenant, id, scopes, profile, permissions);
  }
}

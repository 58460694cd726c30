package dev.atelier.metering.usage;

import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;

/**
 * Whose usage it is, and of what. What is not known is empty.
 *
 * @param endUser the caller's own id of its end user
 * @param provider who made it
 * @param size of the delivered pictures
 */
public record UsageSource(
    TenantId tenant,
    KeyId key,
    String endUser,
    String model,
    String provider,
    String size,
    String quality) {

  /** A key's usage, of which nothing else is known any more. */
  public static UsageSource of(TenantId tenant, KeyId key) {
    return new UsageSource(tenant, key, "", "", "", "", "");
  }
}

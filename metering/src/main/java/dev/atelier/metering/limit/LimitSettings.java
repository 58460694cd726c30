package dev.atelier.metering.limit;

import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import java.util.Map;

/**
 * The limits of a server; both that of the key and that of its tenant apply.
 *
 * @param perKey each key not named in {@code keys}
 * @param perTenant each tenant not named in {@code tenants}
 * @param keys by key id
 * @param tenants by tenant id
 */
public record LimitSettings(
    Allowance perKey,
    Allowance perTenant,
    Map<String, Allowance> keys,
    Map<String, Allowance> tenants) {
  public static final LimitSettings UNLIMITED =
      new LimitSettings(Allowance.UNLIMITED, Allowance.UNLIMITED);

  public LimitSettings {
    keys = Map.copyOf(keys);
    tenants = Map.copyOf(tenants);
  }

  public LimitSettings(Allowance perKey, Allowance perTenant) {
    this(perKey, perTenant, Map.of(), Map.of());
  }

  Allowance of(KeyId key) {
    return keys.getOrDefault(key.value(), perKey);
  }

  Allowance of(TenantId tenant) {
    return tenants.getOrDefault(tenant.value(), perTenant);
  }
}

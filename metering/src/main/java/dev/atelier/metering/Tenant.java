package dev.atelier.metering;

import dev.atelier.image.TenantId;
import java.time.Instant;

/** Who pays. */
public record Tenant(TenantId id, String label, Instant created) {}

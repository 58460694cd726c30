package dev.atelier.metering.tenant;

import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * Who pays.
 *
 * @param suspended since when its keys are refused
 */
public record Tenant(TenantId id, String label, Instant created, Optional<Instant> suspended) {}

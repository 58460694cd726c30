package dev.atelier.moderation;

import dev.atelier.image.ModerationLevel;
import dev.atelier.image.TenantId;

/**
 * For whom something is judged, and how strictly its caller wants it.
 *
 * @param level of the order; nothing that is always refused depends on it
 */
public record ModerationContext(TenantId tenant, ModerationLevel level) {}

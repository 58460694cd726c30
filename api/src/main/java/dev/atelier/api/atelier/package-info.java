/**
 * Atelier's own API: jobs, their events, artifacts, webhooks and their deliveries, under {@code
 * /api/v1}.
 *
 * <p>Start at {@link AtelierApi}, the list of its routes; {@code openapi.yaml} beside this
 * package's classes is what they promise. One class for each resource, {@link RenderFault} for
 * every error. May import {@code gateway} and whatever lies below it; knows no SQL and no other
 * dialect.
 */
@NullMarked
package dev.atelier.api.atelier;

import org.jspecify.annotations.NullMarked;

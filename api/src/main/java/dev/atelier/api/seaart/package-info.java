/**
 * The SeaArt queue API: create, status, result and cancel of tasks of the two image endpoints.
 *
 * <p>Start at {@link SeaArtApi}. {@link RenderFault} is the only place that words a fault for this
 * API. May import {@code api}, {@code gateway} and whatever lies below it; knows no SQL.
 */
@NullMarked
package dev.atelier.api.seaart;

import org.jspecify.annotations.NullMarked;

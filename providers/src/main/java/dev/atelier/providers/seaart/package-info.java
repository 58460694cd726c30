/**
 * Makes images by SeaArt's queue: an order is accepted, asked for until it has ended, fetched by
 * URL.
 *
 * <p>Start at {@link SeaArtProvider}. May import {@code provider}, {@code providers.upstream},
 * {@code http} and {@code image}. Source: SeaArt's model API, "gpt_image_2" and "gpt_image_2_edit".
 */
@NullMarked
package dev.atelier.providers.seaart;

import org.jspecify.annotations.NullMarked;

/**
 * Makes images at APIMart: references are sent ahead, an order is accepted as a task, asked for
 * until it has ended, fetched by URL.
 *
 * <p>Start at {@link ApiMartProvider}. May import {@code provider}, {@code providers.upstream},
 * {@code http} and {@code image}. Source: APIMart's API reference, "GPT-Image-2 image generation".
 */
@NullMarked
package dev.atelier.providers.apimart;

import org.jspecify.annotations.NullMarked;

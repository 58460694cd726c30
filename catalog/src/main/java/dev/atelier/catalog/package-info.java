/**
 * Models as data: names, size rules, qualities, formats, limits, token formulas and prices.
 *
 * <p>Start at {@link Catalog}. A model is one file; adding one, or a quality, needs no code. May
 * import {@code image}.
 */
@NullMarked
package dev.atelier.catalog;

import org.jspecify.annotations.NullMarked;

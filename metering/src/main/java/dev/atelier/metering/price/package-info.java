/**
 * The operator's price lists: what was sold for how much, and when.
 *
 * <p>Start at {@link dev.atelier.metering.price.PriceBook}. May import {@code catalog} and {@code
 * database}.
 */
@NullMarked
package dev.atelier.metering.price;

import org.jspecify.annotations.NullMarked;

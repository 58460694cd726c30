/**
 * What images are sold for, as data: lists of prices, each with a date from which it holds.
 *
 * <p>Start at {@link dev.atelier.catalog.price.PriceList}. Knows nothing of tenants or balances.
 */
@NullMarked
package dev.atelier.catalog.price;

import org.jspecify.annotations.NullMarked;

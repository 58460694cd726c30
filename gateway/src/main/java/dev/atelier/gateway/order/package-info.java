/**
 * Reading an order against its model, and what it will cost.
 *
 * <p>Start at {@link ResolveOrder} and {@link QuoteJob}.
 */
@NullMarked
package dev.atelier.gateway.order;

import org.jspecify.annotations.NullMarked;

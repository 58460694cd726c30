/**
 * Who pays, what they may do, and what they owe: tenants, keys, limits and the ledger.
 *
 * <p>Start at {@link dev.atelier.metering.key.Keys} for who asks, {@link
 * dev.atelier.metering.limit.Limits} for how much at once, and {@link
 * dev.atelier.metering.ledger.Ledger} for money. Amounts are integers of micro-dollars. May import
 * {@code image}, {@code catalog} and {@code database}; knows nothing of HTTP, queues or pictures.
 */
@NullMarked
package dev.atelier.metering;

import org.jspecify.annotations.NullMarked;

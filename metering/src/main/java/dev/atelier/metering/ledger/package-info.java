/**
 * Who owes what: the double-entry ledger of balances, holds and charges, payments, budgets, and
 * what upstreams cost. Amounts are integers of micro-dollars.
 *
 * <p>Start at {@link dev.atelier.metering.ledger.Ledger}.
 */
@NullMarked
package dev.atelier.metering.ledger;

import org.jspecify.annotations.NullMarked;

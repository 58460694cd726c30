/**
 * What processes that use the same accounts have in common, as rows: slots, health, images ordered,
 * limits told.
 *
 * <p>Start at {@link SharedAccounts}. May import {@code image} and {@code database}.
 */
@NullMarked
package dev.atelier.provider.shared;

import org.jspecify.annotations.NullMarked;

/**
 * Which account makes what: free slots, health with its evidence, choice.
 *
 * <p>Start at {@link AccountPool}; {@link AccountFilter} is how work chooses accounts by their tier
 * labels. May import {@code provider}, {@code provider.shared}, {@code catalog}, {@code database}
 * and {@code image}.
 */
@NullMarked
package dev.atelier.provider.account;

import org.jspecify.annotations.NullMarked;

/**
 * The operator's accounts: added, paused and removed while the server runs; their secrets sealed.
 *
 * <p>Start at {@link ManageAccounts}. May import {@code provider}, {@code provider.oauth}, {@code
 * catalog}, {@code storage} and {@code database}.
 */
@NullMarked
package dev.atelier.provider.registry;

import org.jspecify.annotations.NullMarked;

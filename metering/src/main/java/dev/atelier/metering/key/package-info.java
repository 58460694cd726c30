/**
 * Who asks, and what they may do: API keys, their scopes and permissions.
 *
 * <p>Start at {@link dev.atelier.metering.key.Keys}.
 */
@NullMarked
package dev.atelier.metering.key;

import org.jspecify.annotations.NullMarked;

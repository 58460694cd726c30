/**
 * How much at once: limits of keys, tenants and end users.
 *
 * <p>Start at {@link dev.atelier.metering.limit.Limits}.
 */
@NullMarked
package dev.atelier.metering.limit;

import org.jspecify.annotations.NullMarked;

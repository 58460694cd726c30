/**
 * The customers that keys, jobs, limits and balances belong to.
 *
 * <p>Start at {@link dev.atelier.metering.tenant.Tenants}.
 */
@NullMarked
package dev.atelier.metering.tenant;

import org.jspecify.annotations.NullMarked;

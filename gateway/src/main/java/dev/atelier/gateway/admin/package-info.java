/**
 * What administrators do: tenants, keys and limits, each act with its entry in the audit log in one
 * transaction.
 *
 * <p>Start at {@link Administration}. May import {@code metering} and {@code database}.
 */
@NullMarked
package dev.atelier.gateway.admin;

import org.jspecify.annotations.NullMarked;

/**
 * The append-only log of administrative acts.
 *
 * <p>Start at {@link dev.atelier.metering.audit.AuditLog}.
 */
@NullMarked
package dev.atelier.metering.audit;

import org.jspecify.annotations.NullMarked;

/**
 * Who works on what and when: claims, leases, recovery, cancelling, and what is due as time passes.
 *
 * <p>Start at {@link ClaimJobs} and {@link RecoverJobs}.
 */
@NullMarked
package dev.atelier.gateway.dispatch;

import org.jspecify.annotations.NullMarked;

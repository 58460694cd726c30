/**
 * Which job is next: lanes and counters, fair turns between tenants, the place of a queued job.
 *
 * <p>Start at {@link ClaimOrder}. Knows lanes and ids only; what a job is stands in the package
 * above, which uses this one.
 */
@NullMarked
package dev.atelier.queue.claim;

import org.jspecify.annotations.NullMarked;

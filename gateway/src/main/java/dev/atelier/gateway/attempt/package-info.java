/**
 * A leased job at work: calls side by side, what they bring, what follows from it.
 *
 * <p>Start at {@link RunJobs}; {@link RunAttempt} is one call, {@link SettleAttempt} the commit
 * that ends it, {@link AttemptRetryPolicy} the decision.
 */
@NullMarked
package dev.atelier.gateway.attempt;

import org.jspecify.annotations.NullMarked;

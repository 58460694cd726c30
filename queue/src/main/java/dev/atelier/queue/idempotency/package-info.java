/**
 * Which request is a repeat of an earlier one, with an idempotency key or without.
 *
 * <p>Start at {@link Idempotency}; {@link Fingerprint} tells whether two requests ask for the same.
 */
@NullMarked
package dev.atelier.queue.idempotency;

import org.jspecify.annotations.NullMarked;

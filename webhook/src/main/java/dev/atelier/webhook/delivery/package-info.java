/**
 * One message or upload on its way: its state, the log of its attempts, and their rows.
 *
 * <p>Start at {@link Delivery}.
 */
@NullMarked
package dev.atelier.webhook.delivery;

import org.jspecify.annotations.NullMarked;

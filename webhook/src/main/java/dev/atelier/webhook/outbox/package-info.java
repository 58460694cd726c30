/**
 * What is to be sent: written in the transaction that makes it true.
 *
 * <p>Start at {@link Outbox}.
 */
@NullMarked
package dev.atelier.webhook.outbox;

import org.jspecify.annotations.NullMarked;

/**
 * Telling others: what is to be sent stands in an outbox, written in the transaction that makes it
 * true, and is sent until it arrives or its patience ends.
 *
 * <p>Start at {@link Outbox} (what is to be sent, and what became of it), {@link Endpoints} (a
 * tenant's standing receivers) and {@link WebhookDispatcher} (who sends). {@link PayloadRenderer}
 * is what each API implements; {@link Signatures} are those of Standard Webhooks. May import {@code
 * image}, {@code database}, {@code storage} and {@code http}; knows nothing of jobs but their ids.
 */
@NullMarked
package dev.atelier.webhook;

import org.jspecify.annotations.NullMarked;

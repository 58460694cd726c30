/**
 * Sends what stands in the outbox: claims what is due, bounds what is in progress, renders and
 * signs messages, decides what becomes of a delivery after each attempt.
 *
 * <p>Start at {@link WebhookDispatcher}; {@link PayloadRenderer} is what each API implements.
 */
@NullMarked
package dev.atelier.webhook.dispatch;

import org.jspecify.annotations.NullMarked;

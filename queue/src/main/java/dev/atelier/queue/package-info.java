/**
 * Durable jobs: submit, claim, finish, settle, cancel, take over; what was asked before; and events
 * for whoever waits.
 *
 * <p>Start at {@link JobQueue} (what is stored), {@link Idempotency} (which request is a repeat)
 * and {@link JobEvents} (what is told, in memory only). May import {@code image} and {@code
 * database}; knows nothing of HTTP, money, vendors or pixels.
 */
@NullMarked
package dev.atelier.queue;

import dev.atelier.queue.events.JobEvents;
import dev.atelier.queue.idempotency.Idempotency;
import org.jspecify.annotations.NullMarked;

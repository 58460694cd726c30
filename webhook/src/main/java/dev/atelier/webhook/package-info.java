/**
 * Telling others what became of their jobs, at least once: the words that the packages below share.
 *
 * <p>{@code subscription} is who wants to be told, {@code outbox} what is to be sent, {@code
 * delivery} one message on its way, {@code dispatch} who sends it. May import {@code image}, {@code
 * database}, {@code storage} and {@code http}; knows nothing of jobs but their ids.
 */
@NullMarked
package dev.atelier.webhook;

import org.jspecify.annotations.NullMarked;

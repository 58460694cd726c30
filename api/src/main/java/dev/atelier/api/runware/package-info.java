/**
 * Runware's API: arrays of tasks by one HTTP path, and by WebSocket on the same.
 *
 * <p>Start at {@link RunwareApi}. {@link PerformTask} answers one task whatever it came by; {@link
 * AnswerTasks} is the HTTP side of it and {@link TaskSockets} the other. {@link RenderFault} is the
 * only place that words a fault for this API. May import {@code api}, {@code gateway} and whatever
 * lies below it; knows no SQL.
 */
@NullMarked
package dev.atelier.api.runware;

import org.jspecify.annotations.NullMarked;

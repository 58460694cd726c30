/**
 * Makes images at Runware: a task is submitted under our own id, asked for until it ended, and each
 * of its images fetched as soon as it is there.
 *
 * <p>Start at {@link RunwareProvider}. May import {@code provider}, {@code providers.upstream},
 * {@code http} and {@code image}. Sources: Runware's documentation, "Image inference", "Task
 * polling" and "Errors".
 */
@NullMarked
package dev.atelier.providers.runware;

import org.jspecify.annotations.NullMarked;

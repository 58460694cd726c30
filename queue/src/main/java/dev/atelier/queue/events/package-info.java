/**
 * What whoever waits in this process is told of a job: progress, previews, its end. Nothing is
 * stored.
 *
 * <p>Start at {@link JobEvents}.
 */
@NullMarked
package dev.atelier.queue.events;

import org.jspecify.annotations.NullMarked;

/** What the queue promises, as tests; {@link JobQueueContract} is for every database. */
@NullMarked
package dev.atelier.queue;

import org.jspecify.annotations.NullMarked;

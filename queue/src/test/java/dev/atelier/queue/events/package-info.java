/** What waiters are told. */
@NullMarked
package dev.atelier.queue.events;

import org.jspecify.annotations.NullMarked;

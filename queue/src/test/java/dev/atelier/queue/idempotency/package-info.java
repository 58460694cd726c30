/** Which request is a repeat. */
@NullMarked
package dev.atelier.queue.idempotency;

import org.jspecify.annotations.NullMarked;

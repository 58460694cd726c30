/**
 * The processes that work on the rows.
 *
 * <p>Start at {@link NodeRows}.
 */
@NullMarked
package dev.atelier.queue.node;

import org.jspecify.annotations.NullMarked;

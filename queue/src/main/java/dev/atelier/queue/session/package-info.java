/**
 * What clients that are told of their jobs over a connection go on with when it broke.
 *
 * <p>Start at {@link ClientSessionRows}.
 */
@NullMarked
package dev.atelier.queue.session;

import org.jspecify.annotations.NullMarked;

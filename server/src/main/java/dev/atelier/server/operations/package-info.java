/**
 * What operators look at: health and logs.
 *
 * <p>Start at {@link Operations}.
 */
@NullMarked
package dev.atelier.server.operations;

import org.jspecify.annotations.NullMarked;

/**
 * Accepting a request as a durable job, or finding that it is one already.
 *
 * <p>Start at {@link SubmitJob}.
 */
@NullMarked
package dev.atelier.gateway.submit;

import org.jspecify.annotations.NullMarked;

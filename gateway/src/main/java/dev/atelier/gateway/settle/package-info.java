/**
 * Commits that move money with state: a finished image, the end of a job, what a call cost us.
 *
 * <p>Start at {@link FinishImage} and {@link EndJob}.
 */
@NullMarked
package dev.atelier.gateway.settle;

import org.jspecify.annotations.NullMarked;

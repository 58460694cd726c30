/**
 * How soon a job begins whose caller does not wait for it.
 *
 * <p>Start at {@link MeasurePickUp}. May import {@code server}, {@code provider}, {@code figures},
 * {@code scratch}.
 */
@NullMarked
package dev.atelier.benchmarks.pickup;

import org.jspecify.annotations.NullMarked;

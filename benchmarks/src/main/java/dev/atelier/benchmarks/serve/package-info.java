/**
 * {@code ./atelier serve} as its users run it: how soon it is ready, and how it is after a while.
 *
 * <p>Start at {@link MeasureStart} and {@link MeasureSoak} and {@link MeasureSoak}; {@link
 * ServeProcess} is the server. May import {@code figures}, {@code scratch} and the JDK.
 */
@NullMarked
package dev.atelier.benchmarks.serve;

import org.jspecify.annotations.NullMarked;

/**
 * How long the sandbox takes to draw.
 *
 * <p>Start at {@link DrawBenchmark}. May import {@code image}, {@code media}, {@code provider},
 * {@code providers}.
 */
@NullMarked
package dev.atelier.benchmarks.sandbox;

import org.jspecify.annotations.NullMarked;

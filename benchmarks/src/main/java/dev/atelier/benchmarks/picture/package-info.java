/**
 * The pictures that benchmarks work on, the same in every run.
 *
 * <p>Start at {@link Photo}. May import {@code image} and {@code media}.
 */
@NullMarked
package dev.atelier.benchmarks.image;

import org.jspecify.annotations.NullMarked;

/**
 * How long pictures take to encode.
 *
 * <p>Start at {@link EncodeBenchmark}. May import {@code image}, {@code media} and {@code image}.
 */
@NullMarked
package dev.atelier.benchmarks.encode;

import org.jspecify.annotations.NullMarked;

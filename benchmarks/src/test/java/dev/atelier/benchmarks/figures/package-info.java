/** Tests of {@code benchmarks.figures}. */
@NullMarked
package dev.atelier.benchmarks.figures;

import org.jspecify.annotations.NullMarked;

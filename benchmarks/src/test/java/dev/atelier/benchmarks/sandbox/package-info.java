/** Tests of {@code benchmarks.sandbox}: that what is measured is what runs. */
@NullMarked
package dev.atelier.benchmarks.sandbox;

import org.jspecify.annotations.NullMarked;

/** Tests of {@code benchmarks.queue}: that what is measured is what runs. */
@NullMarked
package dev.atelier.benchmarks.queue;

import org.jspecify.annotations.NullMarked;

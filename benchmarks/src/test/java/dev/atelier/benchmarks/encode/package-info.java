/** Tests of {@code benchmarks.encode}: that what is measured is what runs. */
@NullMarked
package dev.atelier.benchmarks.encode;

import org.jspecify.annotations.NullMarked;

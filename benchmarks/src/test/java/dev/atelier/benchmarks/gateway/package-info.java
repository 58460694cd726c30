/** Tests of {@code benchmarks.gateway}: that what is measured is what runs. */
@NullMarked
package dev.atelier.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;

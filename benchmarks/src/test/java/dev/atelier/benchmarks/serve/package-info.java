/** Tests of {@code benchmarks.serve}: that its verdicts can be trusted. */
@NullMarked
package dev.atelier.benchmarks.serve;

import org.jspecify.annotations.NullMarked;

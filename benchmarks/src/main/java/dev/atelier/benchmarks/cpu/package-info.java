/**
 * Processor time as a secondary figure of a benchmark, since the clock tells little on a busy
 * machine.
 *
 * <p>Start at {@link CpuTime}. May import JMH.
 */
@NullMarked
package dev.atelier.benchmarks.cpu;

import org.jspecify.annotations.NullMarked;

/**
 * Durable submissions and claims on SQLite.
 *
 * <p>Start at {@link QueueBenchmark}; {@link ClaimBenchmark} has claims alone. May import {@code
 * image}, {@code database}, {@code queue}, {@code metering}, {@code scratch}.
 */
@NullMarked
package dev.atelier.benchmarks.queue;

import org.jspecify.annotations.NullMarked;

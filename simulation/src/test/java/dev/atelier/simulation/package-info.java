/**
 * Seeded runs of the whole system: the real queue, ledger, store and gateway on one thread, over a
 * clock that moves when told, a database whose commits fail, and upstreams that misbehave. What
 * must always hold is checked at every commit and once more when all has ended. Where several
 * processes share the database, each has a clock of its own, stands still and loses the database.
 *
 * <p>Start at {@link Simulation}; {@link Steps} and {@link ClusterSteps} say what can happen,
 * {@link Rule} what must hold. May import every module but {@code api} and {@code server}.
 */
@NullMarked
package dev.atelier.simulation;

import org.jspecify.annotations.NullMarked;

/** A queue that others made, measured as ours is. */
package dev.atelier.benchmarks.peer;

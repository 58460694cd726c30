package dev.atelier.queue;

/**
 * What one account did over some time.
 *
 * @param attempts calls that were begun
 * @param ordered images that these were to make
 * @param delivered images that came of them
 */
public record AttemptTotals(long attempts, long ordered, long delivered) {}

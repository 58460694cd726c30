package dev.atelier.storage;

/**
 * What the index of artifacts adds up to. Content that several artifacts share counts for each of
 * them.
 */
public record StoredTotals(long artifacts, long bytes) {}

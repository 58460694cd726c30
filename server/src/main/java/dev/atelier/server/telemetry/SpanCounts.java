package dev.atelier.server.telemetry;

/**
 * What became of spans.
 *
 * @param exported a collector has them
 * @param dropped the queue was full
 * @param failed they were given up with an export that failed
 */
public record SpanCounts(long exported, long dropped, long failed) {}

package dev.atelier.metering.usage;

/** How long jobs of one size and quality took that succeeded. */
public record SizeLatency(String size, String quality, LatencyHistogram latency) {}

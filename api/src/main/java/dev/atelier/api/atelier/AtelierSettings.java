package dev.atelier.api.atelier;

import java.time.Duration;

/**
 * What differs between servers.
 *
 * @param imageBodyBytesMax largest body of a submission
 * @param resultsKept how long results and uploads are stored, and the longest {@code link_ttl}
 */
public record AtelierSettings(long imageBodyBytesMax, Duration resultsKept) {}

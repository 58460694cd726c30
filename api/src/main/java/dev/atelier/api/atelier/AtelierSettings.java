package dev.atelier.api.atelier;

import dev.atelier.api.read.Strictness;
import java.time.Duration;

/**
 * What differs between servers.
 *
 * @param imageBodyBytesMax largest body of a submission
 * @param resultsKept how long results and uploads are stored, and the longest {@code link_ttl}
 * @param strictness how far an order or upload is understood beyond what is documented
 */
public record AtelierSettings(
    long imageBodyBytesMax, Duration resultsKept, Strictness strictness) {}

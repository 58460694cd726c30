package dev.atelier.metering.usage;

import dev.atelier.image.JobFaultKind;
import java.time.Duration;
import java.util.Optional;

/**
 * How a job ended.
 *
 * @param took from acceptance to the end, if it succeeded
 * @param fault why it failed or was cancelled
 */
public record JobEnd(Optional<Duration> took, Optional<JobFaultKind> fault) {}

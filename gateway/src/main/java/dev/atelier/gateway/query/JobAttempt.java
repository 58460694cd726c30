package dev.atelier.gateway.query;

import dev.atelier.queue.AttemptRow;
import java.util.Optional;

/**
 * One call for a job.
 *
 * @param provider who was called; empty when the account is configured no longer
 */
public record JobAttempt(AttemptRow row, Optional<String> provider) {}

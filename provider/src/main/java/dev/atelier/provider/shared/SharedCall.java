package dev.atelier.provider.shared;

import dev.atelier.image.AttemptId;
import dev.atelier.image.JobId;
import java.util.Optional;

/**
 * A call that is about to hold a slot.
 *
 * @param before the call that ends in the same transaction and hands its slot on
 */
public record SharedCall(JobId job, AttemptId attempt, Optional<AttemptId> before) {}

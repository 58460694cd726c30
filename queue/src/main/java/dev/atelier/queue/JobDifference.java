package dev.atelier.queue;

import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.Difference;
import java.util.OptionalInt;

/**
 * Something that one call of a job brought otherwise than ordered.
 *
 * @param image which of the job's images, 0-based; empty where it is about the whole call
 */
public record JobDifference(
    AttemptId attempt, AccountId account, OptionalInt image, Difference difference) {}

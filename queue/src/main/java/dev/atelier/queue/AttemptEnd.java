package dev.atelier.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * How a call ended.
 *
 * @param outcome such as {@code succeeded}
 * @param cause which kind of that outcome, where there are several, such as {@code unreachable}
 * @param evidence the header or error that says so
 */
public record AttemptEnd(String outcome, Optional<String> cause, String evidence, Instant at) {}

package dev.atelier.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * How a call ended.
 *
 * @param outcome such as {@code succeeded}
 * @param cause which kind of that outcome, where there are several, such as {@code unreachable}
 * @param evidence the header or error that says so
 * @param report what is kept of it besides; read by the {@link LoggedAttempt} alone
 */
public record AttemptEnd(
    String outcome,
    Optional<String> cause,
    String evidence,
    Instant at,
    Optional<AttemptReport> report) {

  /** One of which nothing else is known. */
  public AttemptEnd(String outcome, Optional<String> cause, String evidence, Instant at) {
    this(outcome, cause, evidence, at, Optional.empty());
  }

  /** The same with what is kept of the call. */
  public AttemptEnd with(AttemptReport kept) {
    return new AttemptEnd(outcome, cause, evidence, at, Optional.of(kept));
  }
}

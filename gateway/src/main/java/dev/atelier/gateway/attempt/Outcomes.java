package dev.atelier.gateway.attempt;

import dev.atelier.provider.AttemptOutcome;
import dev.atelier.queue.AttemptEnd;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** How outcomes are written in attempt rows. */
public final class Outcomes {
  public static final String UNKNOWN = "unknown";
  public static final String NOT_SENT = "not_sent";
  public static final String THROTTLED = "throttled";
  public static final String SUCCEEDED = "succeeded";
  public static final String SPENT = "spent";
  public static final String REFUSED = "refused";

  /** The cause of what was not sent because its process ended before. */
  public static final String INTERRUPTED = "interrupted";

  private Outcomes() {}

  public static AttemptEnd end(AttemptOutcome outcome, Instant at) {
    return new AttemptEnd(word(outcome), cause(outcome), evidence(outcome), at);
  }

  /** The end of a call that nobody can ask about any more. */
  public static AttemptEnd unknown(String why, Instant at) {
    return new AttemptEnd(UNKNOWN, Optional.empty(), why, at);
  }

  /** The end of a call of which no byte left before its process ended. */
  public static AttemptEnd interrupted(String why, Instant at) {
    return new AttemptEnd(NOT_SENT, Optional.of(INTERRUPTED), why, at);
  }

  public static String word(AttemptOutcome outcome) {
    return switch (outcome) {
      case AttemptOutcome.Succeeded _ -> SUCCEEDED;
      case AttemptOutcome.Refused _ -> REFUSED;
      case AttemptOutcome.Throttled _ -> THROTTLED;
      case AttemptOutcome.NotSent _ -> NOT_SENT;
      case AttemptOutcome.Unknown _ -> UNKNOWN;
      case AttemptOutcome.Spent _ -> SPENT;
    };
  }

  static Optional<String> cause(AttemptOutcome outcome) {
    return outcome instanceof AttemptOutcome.NotSent notSent
        ? Optional.of(word(notSent.cause()))
        : Optional.empty();
  }

  static String word(AttemptOutcome.Cause cause) {
    return cause.name().toLowerCase(Locale.ROOT);
  }

  private static String evidence(AttemptOutcome outcome) {
    return switch (outcome) {
      case AttemptOutcome.Succeeded _ -> "";
      case AttemptOutcome.Refused(var reason, _, _) -> reason;
      case AttemptOutcome.Throttled(_, var evidence) -> evidence;
      case AttemptOutcome.NotSent(_, var evidence, var status, _) ->
          status.map(code -> code + " " + evidence).orElse(evidence);
      case AttemptOutcome.Unknown(var cause) -> cause;
      case AttemptOutcome.Spent(var cause) -> cause;
    };
  }
}

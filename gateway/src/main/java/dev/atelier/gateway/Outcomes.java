package dev.atelier.gateway;

import dev.atelier.provider.AttemptOutcome;
import java.util.Optional;

/** How outcomes are written in attempt rows. */
final class Outcomes {
  static final String UNKNOWN = "unknown";

  private Outcomes() {}

  static String word(AttemptOutcome outcome) {
    return switch (outcome) {
      case AttemptOutcome.Succeeded _ -> "succeeded";
      case AttemptOutcome.Refused _ -> "refused";
      case AttemptOutcome.Throttled _ -> "throttled";
      case AttemptOutcome.NotSent _ -> "not_sent";
      case AttemptOutcome.Unknown _ -> UNKNOWN;
      case AttemptOutcome.Spent _ -> "spent";
    };
  }

  static String evidence(AttemptOutcome outcome) {
    return switch (outcome) {
      case AttemptOutcome.Succeeded _ -> "";
      case AttemptOutcome.Refused(var reason, _, _) -> reason;
      case AttemptOutcome.Throttled(_, var evidence) -> evidence;
      case AttemptOutcome.NotSent(var cause, Optional<Integer> status) ->
          status.map(code -> code + " " + cause).orElse(cause);
      case AttemptOutcome.Unknown(var cause) -> cause;
      case AttemptOutcome.Spent(var cause) -> cause;
    };
  }
}

package dev.atelier.webhook.dispatch;

import dev.atelier.http.client.OutboundResponse;
import dev.atelier.http.client.TransportProblem;
import java.util.Optional;
import java.util.OptionalInt;

/** How one try ended. */
sealed interface AttemptResult {
  /** An answer came, a good one or not. */
  record Answer(OutboundResponse answered) implements AttemptResult {}

  /** No answer came. */
  record NoAnswer(TransportProblem why) implements AttemptResult {}

  /** We could not write or read what was to be sent. */
  record Unable(String why) implements AttemptResult {}

  /** It is not to be sent any more. */
  record Unwanted(String why) implements AttemptResult {}

  default OptionalInt status() {
    return this instanceof Answer(var answered)
        ? OptionalInt.of(answered.status())
        : OptionalInt.empty();
  }

  /** Why it did not arrive; empty when it did. */
  default Optional<String> problem() {
    return switch (this) {
      case Answer(var answered) when answered.success() -> Optional.empty();
      case Answer(var answered) ->
          Optional.of(new TransportProblem.Status(answered.status()).text());
      case NoAnswer(var why) -> Optional.of(why.text());
      case Unable(var why) -> Optional.of(why);
      case Unwanted(var why) -> Optional.of(why);
    };
  }

  /** What the answer said, fit to be stored. */
  default Optional<String> answer() {
    return this instanceof Answer(var answered)
        ? Optional.of(answered.beginning().replaceAll("\\p{Cntrl}", " ").strip())
            .filter(text -> !text.isEmpty())
        : Optional.empty();
  }
}

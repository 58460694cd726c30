package dev.atelier.gateway.query;

import dev.atelier.gateway.attempt.Outcomes;
import dev.atelier.queue.AttemptReport;
import dev.atelier.queue.AttemptReport.Latency;
import dev.atelier.queue.AttemptRow;
import java.util.Locale;
import java.util.Optional;

/** The gaps in which it cannot be known whether a call was charged. */
public enum AmbiguousWindow {
  /** It was sent, and no answer came. */
  NO_ANSWER,
  /** The answer to it began, and broke off. */
  ANSWER_CUT,
  /** The upstream had taken it, and its end was not seen. */
  END_UNSEEN,
  /** Our own process ended after it was sent. */
  PROCESS_ENDED;

  /** The one of this call; empty if it is known what became of it. */
  static Optional<AmbiguousWindow> of(AttemptRow row, Optional<AttemptReport> report) {
    if (row.outcome().filter(Outcomes.UNKNOWN::equals).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        report.map(AttemptReport::latency).map(latency -> of(row, latency)).orElse(PROCESS_ENDED));
  }

  private static AmbiguousWindow of(AttemptRow row, Latency latency) {
    boolean answered = latency.firstByte().isPresent();
    boolean resumed = latency.connect().isEmpty();
    if (row.remoteId().isPresent() && (answered || resumed)) {
      return END_UNSEEN;
    }
    return answered ? ANSWER_CUT : NO_ANSWER;
  }

  /** As reports write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

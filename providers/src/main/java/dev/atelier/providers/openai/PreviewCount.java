package dev.atelier.providers.openai;

import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.AttemptOutcome.Unknown;

/** How many previews of the image have come in a stream. */
final class PreviewCount {
  private int count;

  /** The order of the next one. */
  int next() {
    return count++;
  }

  /** What was made for previews is charged, whatever the end says. */
  AttemptOutcome charged(AttemptOutcome outcome) {
    if (count == 0) {
      return outcome;
    }
    return switch (outcome) {
      case NotSent notSent -> afterPreview(notSent.evidence());
      case Throttled throttled -> afterPreview(throttled.evidence());
      default -> outcome;
    };
  }

  private static Unknown afterPreview(String evidence) {
    return new Unknown("after a preview: " + evidence);
  }
}

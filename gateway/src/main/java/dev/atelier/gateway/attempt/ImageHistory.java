package dev.atelier.gateway.attempt;

import dev.atelier.image.AccountId;
import dev.atelier.provider.AttemptOutcome.Cause;
import dev.atelier.queue.AttemptRow;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The calls for one image that have ended, oldest first. */
record ImageHistory(List<AttemptRow> ended) {
  /** Causes that lie with the account alone: another one is tried for nothing. */
  private static final Set<String> OF_ACCOUNT =
      Arrays.stream(Cause.values())
          .filter(Cause::ofAccount)
          .map(Outcomes::word)
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> FAILED =
      Set.of(Outcomes.THROTTLED, Outcomes.NOT_SENT, Outcomes.UNKNOWN, Outcomes.SPENT);

  private static final String OURS = Outcomes.word(Cause.LOCAL);

  static ImageHistory of(List<AttemptRow> attempts, int image) {
    return new ImageHistory(
        attempts.stream()
            .filter(attempt -> !attempt.open() && attempt.images().contains(image))
            .toList());
  }

  /** The accounts at which calls of a job failed: another may do better. */
  static Set<AccountId> failedAt(List<AttemptRow> attempts) {
    return attempts.stream()
        .filter(attempt -> attempt.outcome().filter(FAILED::contains).isPresent())
        .filter(attempt -> !cause(attempt).equals(OURS) && !neverBegan(attempt))
        .map(AttemptRow::account)
        .collect(Collectors.toSet());
  }

  /** The accounts that were called for it. */
  Set<AccountId> accounts() {
    return ended.stream().map(AttemptRow::account).collect(Collectors.toSet());
  }

  /**
   * How often it was repeated. Going on to an account that was not tried yet, where nothing but the
   * account before was the reason, is no repeat; nor is what never began.
   */
  int repeats() {
    int repeats = 0;
    var tried = new HashSet<AccountId>();
    for (int i = 0; i < ended.size(); i++) {
      boolean fresh = tried.add(ended.get(i).account());
      if (i > 0 && !neverBegan(ended.get(i - 1)) && !(fresh && ofAccount(ended.get(i - 1)))) {
        repeats++;
      }
    }
    return repeats;
  }

  /** How many of them were charged and did not bring it. */
  int wasted() {
    return (int)
        ended.stream()
            .flatMap(attempt -> attempt.outcome().stream())
            .filter(outcome -> outcome.equals(Outcomes.SUCCEEDED) || outcome.equals(Outcomes.SPENT))
            .count();
  }

  private static boolean ofAccount(AttemptRow attempt) {
    String outcome = attempt.outcome().orElse("");
    return outcome.equals(Outcomes.THROTTLED)
        || (outcome.equals(Outcomes.NOT_SENT) && OF_ACCOUNT.contains(cause(attempt)));
  }

  private static boolean neverBegan(AttemptRow attempt) {
    return cause(attempt).equals(Outcomes.INTERRUPTED);
  }

  private static String cause(AttemptRow attempt) {
    return attempt.end().flatMap(end -> end.cause()).orElse("");
  }
}

package dev.atelier.provider.account;

import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Refused;
import dev.atelier.provider.AttemptOutcome.Spent;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.AttemptOutcome.Unknown;
import java.time.Duration;
import java.util.Optional;

/** What the outcome of one call says about the account that was called. */
sealed interface AccountEffect {

  /** The account works. */
  record Healthy() implements AccountEffect {}

  /** Nothing. */
  record Neutral() implements AccountEffect {}

  /**
   * It takes no work for a while.
   *
   * @param scope how much of its work rests
   * @param threshold how many such outcomes in a row it takes, 1 or more
   * @param base the first cooldown; each further one in a row doubles it
   * @param told how long the upstream itself says; wins over {@code base}
   * @param probed whether it is tried with one call at a time afterwards, until one succeeds
   */
  record Bench(
      Scope scope,
      int threshold,
      Duration base,
      Optional<Duration> told,
      boolean probed,
      String evidence)
      implements AccountEffect {}

  /** How much of an account's work an effect is about. */
  enum Scope {
    /** One model and operation. */
    WORK,
    ACCOUNT
  }

  Duration THROTTLED = Duration.ofSeconds(5);
  Duration UNREACHABLE = Duration.ofSeconds(2);
  Duration CREDENTIAL = Duration.ofSeconds(30);
  Duration QUOTA = Duration.ofSeconds(60);
  Duration NOT_SERVED = Duration.ofSeconds(60);
  Duration SERVER_ERRORS = Duration.ofSeconds(5);

  /** Complete 5xx answers in a row after which a kind of work rests. */
  int SERVER_ERRORS_MAX = 3;

  static AccountEffect of(AttemptOutcome outcome) {
    return switch (outcome) {
      case Succeeded _, Refused _ -> new Healthy();
      case Throttled(var retryAfter, var evidence) ->
          new Bench(Scope.WORK, 1, THROTTLED, retryAfter, false, evidence);
      case NotSent notSent -> of(notSent);
      case Unknown _, Spent _ -> new Neutral();
    };
  }

  private static AccountEffect of(NotSent outcome) {
    String evidence =
        outcome.status().map(code -> code + " " + outcome.evidence()).orElse(outcome.evidence());
    return switch (outcome.cause()) {
      case UNREACHABLE ->
          new Bench(Scope.ACCOUNT, 1, UNREACHABLE, outcome.retryAfter(), true, evidence);
      case CREDENTIAL ->
          new Bench(Scope.ACCOUNT, 1, CREDENTIAL, outcome.retryAfter(), true, evidence);
      case QUOTA -> new Bench(Scope.ACCOUNT, 1, QUOTA, outcome.retryAfter(), true, evidence);
      case NOT_SERVED -> new Bench(Scope.WORK, 1, NOT_SERVED, outcome.retryAfter(), true, evidence);
      case SERVER_ERROR ->
          new Bench(
              Scope.WORK,
              outcome.retryAfter().isPresent() ? 1 : SERVER_ERRORS_MAX,
              SERVER_ERRORS,
              outcome.retryAfter(),
              true,
              evidence);
      case LOCAL -> new Neutral();
    };
  }
}

package dev.atelier.provider;

import dev.atelier.image.Blocked.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How one attempt ended, and by that whether repeating it is safe. Pictures completed in the {@link
 * Results} count whatever the outcome; the outcome speaks of the rest.
 */
public sealed interface AttemptOutcome {

  /** Whether nothing was made for sure, so that another account may make it. */
  default boolean nothingMade() {
    return switch (this) {
      case Throttled _, NotSent _ -> true;
      case Succeeded _, Refused _, Unknown _, Spent _ -> false;
    };
  }

  /** The same with what its upstream said in other words; categories are names, and stay. */
  default AttemptOutcome reworded(UnaryOperator<String> words) {
    return switch (this) {
      case Succeeded succeeded -> succeeded;
      case Refused(var reason, var blocked, var categories) ->
          new Refused(words.apply(reason), blocked, categories);
      case Throttled(var retryAfter, var evidence) ->
          new Throttled(retryAfter, words.apply(evidence));
      case NotSent(var cause, var evidence, var status, var retryAfter) ->
          new NotSent(cause, words.apply(evidence), status, retryAfter);
      case Unknown(var cause) -> new Unknown(words.apply(cause));
      case Spent(var cause) -> new Spent(words.apply(cause));
    };
  }

  /**
   * The call ended as it should. Pictures asked for that were neither completed nor {@code blocked}
   * are missing: the upstream made fewer than it was asked for.
   */
  record Succeeded(List<Integer> blocked) implements AttemptOutcome {
    public static final Succeeded ALL = new Succeeded(List.of());

    public Succeeded {
      blocked = List.copyOf(blocked);
    }
  }

  /**
   * The upstream said no: final for the job, and no fault of the account.
   *
   * @param blocked where it was a moderation block, at which stage
   */
  record Refused(String reason, Optional<Stage> blocked, List<String> categories)
      implements AttemptOutcome {
    public Refused {
      categories = List.copyOf(categories);
    }
  }

  /** This account is over a limit; nothing was made. */
  record Throttled(Optional<Duration> retryAfter, String evidence) implements AttemptOutcome {}

  /**
   * Nothing was made, and repeating is safe: no byte of the request left, or the upstream itself
   * answered completely that it failed, or that it does nothing for this account, or gave the
   * request back unprocessed.
   *
   * @param evidence the header, status or error that says so
   * @param status the upstream's status, where it answered
   * @param retryAfter when the upstream says that it may be asked again
   */
  record NotSent(
      Cause cause, String evidence, Optional<Integer> status, Optional<Duration> retryAfter)
      implements AttemptOutcome {

    /** No connection came about. */
    public static NotSent unreachable(String evidence) {
      return new NotSent(Cause.UNREACHABLE, evidence, Optional.empty(), Optional.empty());
    }

    /** The upstream answered a 5xx of its own, completely. */
    public static NotSent serverError(int status, String evidence) {
      return new NotSent(Cause.SERVER_ERROR, evidence, Optional.of(status), Optional.empty());
    }

    /** The upstream does not accept the account's credential: 401 or 403. */
    public static NotSent credential(int status, String evidence) {
      return new NotSent(Cause.CREDENTIAL, evidence, Optional.of(status), Optional.empty());
    }

    /** Our own side could not send it now. */
    public static NotSent local(String evidence) {
      return new NotSent(Cause.LOCAL, evidence, Optional.empty(), Optional.empty());
    }
  }

  /** Why nothing was made, and by that what it says about the account. */
  enum Cause {
    /**
     * Connection refused, no route, unknown host name, TLS failure, no HTTP/2 where the account
     * wants it: the account is dead for now.
     */
    UNREACHABLE,
    /** The credential is not accepted (401, 403): nothing of this account works. */
    CREDENTIAL,
    /**
     * The account's money or quota is used up: nothing of this account works until it is topped up.
     */
    QUOTA,
    /** The account does not make this model or take this operation: only such work rests. */
    NOT_SERVED,
    /**
     * A complete 5xx of the upstream itself, or a stream that it refused; several in a row say that
     * this kind of work rests.
     */
    SERVER_ERROR,
    /** Our own side: says nothing about the account. */
    LOCAL;

    /** Whether it ends only when an operator acts: waiting for the same account is in vain. */
    public boolean lasts() {
      return this == CREDENTIAL || this == QUOTA || this == NOT_SERVED;
    }

    /** Whether another account may well succeed where this one cannot. */
    public boolean ofAccount() {
      return this != SERVER_ERROR && this != LOCAL;
    }
  }

  /** It may have been made and charged. */
  record Unknown(String cause) implements AttemptOutcome {}

  /** It was charged, and nothing usable came. */
  record Spent(String cause) implements AttemptOutcome {}
}

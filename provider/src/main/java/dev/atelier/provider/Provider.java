package dev.atelier.provider;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A kind of upstream. Implementations are safe for use by many threads. */
public interface Provider {

  /** The name operators and reports use, such as {@code sandbox}. */
  String name();

  Capabilities capabilities();

  /** The catalogue's models that an account makes which names none; empty means all. */
  default Set<String> models() {
    return Set.of();
  }

  /** What one of its accounts can do. */
  default Capabilities capabilities(Account account) {
    return account
        .option(Account.IMAGES_PER_CALL)
        .map(text -> capabilities().atMost(Integer.parseInt(text)))
        .orElseGet(this::capabilities);
  }

  /**
   * How long a call to one of its accounts may take before it is abandoned, what was accepted and
   * will be charged included. Longer than {@code usual} where a vendor has a queue.
   *
   * @param usual the {@link Call#timeout()} of such a call
   */
  default Duration timeLimit(Account account, Duration usual) {
    return usual;
  }

  /**
   * Makes the pictures of {@code call}, writing each into {@code results} while it arrives. Blocks,
   * on a virtual thread, at most for its {@link #timeLimit}; an interrupt ends it early, see {@link
   * Results#cancelled()}. Every failure is an outcome; an exception means a defect and is treated
   * as {@link AttemptOutcome.Unknown}.
   */
  AttemptOutcome attempt(Call call, Results results) throws InterruptedException;

  /**
   * Goes on with a call that an earlier process made, by the upstream's id of it. Called only where
   * {@link Capabilities#resumable()}.
   */
  default AttemptOutcome resume(Call call, String remoteId, Results results)
      throws InterruptedException {
    return new AttemptOutcome.Unknown("this provider cannot resume");
  }

  /** Whether an account works, told without spending anything. Blocks for a minute at most. */
  default AccountCheck check(Account account) throws InterruptedException {
    return AccountCheck.works("this provider needs no check");
  }

  /** The problem with an account's options or base URL; empty if there is none. */
  default Optional<String> problem(Account account) {
    return Optional.empty();
  }
}

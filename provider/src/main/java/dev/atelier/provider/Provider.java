package dev.atelier.provider;

/** A kind of upstream. Implementations are safe for use by many threads. */
public interface Provider {

  /** The name operators and reports use, such as {@code sandbox}. */
  String name();

  Capabilities capabilities();

  /**
   * Makes the pictures of {@code call}, writing each into {@code results} while it arrives. Blocks,
   * on a virtual thread, at most {@link Call#timeout()}; an interrupt ends it early. Every failure
   * is an outcome; an exception means a defect and is treated as {@link AttemptOutcome.Unknown}.
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
}

package dev.atelier.provider;

import dev.atelier.image.AttemptId;
import dev.atelier.image.ImageRequest;
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

  /**
   * Whether an account takes a mask in an edit.
   *
   * @param model the catalogue's id
   */
  default boolean takesMask(Account account, String model) {
    return true;
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
   * Whether a call would send its first byte at once: nothing is read, refreshed or asked before,
   * and a connection is open. That it leaves is then stored with its intent, in one commit, and not
   * once more before the first byte. A hint, told without waiting; false costs a commit.
   */
  default boolean leavesAtOnce(Account account, ImageRequest request) {
    return false;
  }

  /**
   * The upstream's id of a call where our side chooses it. It is stored in the commit that says
   * that the call leaves, so that {@link #resume} can ask however early the process ends: also for
   * a call that never arrived, which it sends then. Empty where the upstream gives ids, which
   * {@link Results#remoteId} tells.
   */
  default Optional<String> chosenId(AttemptId attempt) {
    return Optional.empty();
  }

  /**
   * Makes the pictures of {@code call}, writing each into {@code results} while it arrives: the
   * bytes exactly as they came, the first of them to the first of {@link Call#indexes()}. Blocks,
   * on a virtual thread, at most for its {@link #timeLimit}: no single request takes longer than
   * {@link Call#timeout()}, and a task that was accepted is asked for as long as its vendor
   * advises. Every failure is an outcome, which holds no credential; an exception means a defect
   * and is treated as {@link AttemptOutcome.Unknown}.
   *
   * @throws InterruptedException soon after its thread was interrupted, unless all of it had come;
   *     see {@link Results#cancelled()}
   */
  AttemptOutcome attempt(Call call, Results results) throws InterruptedException;

  /**
   * Goes on with a call that was made before, perhaps by an earlier process, by the upstream's id
   * of it. Delivers all its pictures again, orders and costs nothing, and does not report that it
   * sends. An id that the upstream gave and does not know is {@link AttemptOutcome.Unknown}. Called
   * only where {@link Capabilities#resumable()}.
   */
  default AttemptOutcome resume(Call call, String remoteId, Results results)
      throws InterruptedException {
    return new AttemptOutcome.Unknown("this provider cannot resume");
  }

  /**
   * Whether an account works, told without spending anything; what it says holds no credential.
   * Blocks for a minute at most.
   */
  default AccountCheck check(Account account) throws InterruptedException {
    return AccountCheck.works("this provider needs no check");
  }

  /** The problem with an account's options or base URL; empty if there is none. */
  default Optional<String> problem(Account account) {
    return Optional.empty();
  }
}

package dev.atelier.database;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a caller waits for while another thread works for it: given once, and then released. */
final class PendingAnswer<T extends @Nullable Object> {
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable Supplier<T> answer;

  /** Claims it for the worker, or for a caller that gives up; only one of them succeeds. */
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  void value(T value) {
    answer = () -> value;
  }

  void failure(Throwable failure) {
    answer = () -> raise(failure);
  }

  /** Lets the caller go on with what was given. */
  void release() {
    done.countDown();
  }

  /**
   * Waits for the answer; an interrupt does not end the wait and is kept for the caller.
   *
   * @param max for its turn, and once more for the disk
   */
  T await(Duration max) {
    boolean answered = settled(max);
    if (!answered && take()) {
      throw new DatabaseUnavailableException("the database is too busy: no turn within " + max);
    }
    if (!answered && !settled(max)) {
      throw new CommitUnknownException("the disk has not answered within " + max);
    }
    var given = answer;
    if (given == null) {
      throw new IllegalStateException("released without an answer");
    }
    return given.get();
  }

  private boolean settled(Duration max) {
    return UninterruptibleWaits.uninterrupted(max, left -> done.await(left, TimeUnit.NANOSECONDS));
  }

  /** Throws any exception as it is, checked or not. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cast is erased
  private static <E extends Throwable, R> R raise(Throwable thrown) throws E {
    throw (E) thrown;
  }
}

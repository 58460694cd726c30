package dev.atelier.api.oidc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A document of the provider, fetched when somebody needs it and kept for an hour. One fetches at a
 * time; who waits meanwhile gets what that one got, a failure too, which is remembered for five
 * seconds. Where it cannot be fetched anew, an older one counts for a day.
 */
final class RefreshedDocument<T> {
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration USABLE = Duration.ofDays(1);
  private static final Duration FAILED = Duration.ofSeconds(5);
  private static final Duration WAIT_MAX = Duration.ofSeconds(15);

  private final InstantSource clock;
  private final Fetch<T> fetch;
  private final ReentrantLock fetching = new ReentrantLock();
  private @Nullable T document;
  private Instant fetched = Instant.MIN;
  private Instant asked = Instant.MIN;
  private @Nullable SignInException failure;
  private Instant failed = Instant.MIN;

  RefreshedDocument(InstantSource clock, Fetch<T> fetch) {
    this.clock = clock;
    this.fetch = fetch;
  }

  /** Gets the document anew. */
  @FunctionalInterface
  interface Fetch<T> {
    T fetch() throws SignInException;
  }

  /** The document. */
  T get() throws SignInException {
    lock();
    try {
      Instant now = clock.instant();
      return document != null && within(now, fetched, FRESH) ? document : fetched(now);
    } finally {
      fetching.unlock();
    }
  }

  /**
   * The document fetched anew, because something is not in it; empty where that was done less than
   * {@code every} ago.
   */
  Optional<T> again(Duration every) throws SignInException {
    lock();
    try {
      Instant now = clock.instant();
      if (within(now, asked, every)) {
        return Optional.empty();
      }
      asked = now;
      return Optional.of(fetched(now));
    } finally {
      fetching.unlock();
    }
  }

  private T fetched(Instant now) throws SignInException {
    if (failure == null || !within(now, failed, FAILED)) {
      try {
        document = fetch.fetch();
        fetched = now;
        failure = null;
        return document;
      } catch (SignInException e) {
        failure = e;
        failed = now;
      }
    }
    if (document != null && within(now, fetched, USABLE)) {
      return document;
    }
    throw new SignInException(failure.problem(), String.valueOf(failure.getMessage()), failure);
  }

  private void lock() throws SignInException {
    try {
      if (fetching.tryLock(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new SignInException(SignInProblem.AWAY, "the provider takes too long");
  }

  private static boolean within(Instant now, Instant since, Duration time) {
    return !since.equals(Instant.MIN) && !now.isBefore(since) && now.isBefore(since.plus(time));
  }
}

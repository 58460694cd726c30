package dev.atelier.http.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks names up for one caller, who has a bounded number of look-ups under way: names that are
 * never answered hold up the caller who gave them, and nobody else.
 *
 * <p>A name service may answer late or never, and cannot be told how long to take. Until it answers
 * it holds a thread that carries virtual ones, of which there are only so many.
 */
final class LookUps {
  /** Of all callers: half of the carriers there can be. */
  static final int MAX = 128;

  /** Of one caller. */
  static final int CALLER_MAX = 16;

  private static final Semaphore ALL = new Semaphore(MAX);
  private static final ConcurrentMap<String, Integer> UNDER_WAY = new ConcurrentHashMap<>();
  private static final Duration RETRY_AFTER = Duration.ofMillis(20);

  private final NameResolver resolver;
  private final String caller;

  LookUps(NameResolver resolver, String caller) {
    this.resolver = resolver;
    this.caller = caller;
  }

  /** The same for another caller. */
  LookUps of(String other) {
    return new LookUps(resolver, other);
  }

  /**
   * At least one address.
   *
   * @throws TransportException with {@link TransportProblem.UnknownHost} also where nobody answers
   *     in time, or too many look-ups are under way for as long
   */
  List<InetAddress> addresses(String host, Duration timeout) throws TransportException {
    Deadline deadline = new Deadline(timeout);
    try {
      if (!begins(deadline)) {
        throw new TransportException(new TransportProblem.UnknownHost());
      }
      var lookup = new FutureTask<>(() -> resolve(host));
      Thread.ofVirtual().start(lookup);
      return lookup.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new TransportException(new TransportProblem.UnknownHost(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransportException(new TransportProblem.Unreachable(), e);
    }
  }

  /** Whether a look-up may begin in time: the caller's own bound comes first. */
  private boolean begins(Deadline deadline) throws InterruptedException {
    while (!callerBegins()) {
      if (deadline.nanosLeft() <= RETRY_AFTER.toNanos()) {
        return false;
      }
      Thread.sleep(RETRY_AFTER);
    }
    boolean free = false;
    try {
      free = ALL.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
      return free;
    } finally {
      if (!free) {
        callerEnds();
      }
    }
  }

  private boolean callerBegins() {
    var begun = new boolean[1];
    UNDER_WAY.compute(
        caller,
        (_, before) -> {
          int now = before == null ? 0 : before;
          begun[0] = now < CALLER_MAX;
          return begun[0] ? now + 1 : now;
        });
    return begun[0];
  }

  private void callerEnds() {
    UNDER_WAY.computeIfPresent(caller, (_, now) -> now == 1 ? null : now - 1);
  }

  private List<InetAddress> resolve(String host) throws UnknownHostException {
    try {
      return resolver.resolve(host);
    } finally {
      ALL.release();
      callerEnds();
    }
  }
}

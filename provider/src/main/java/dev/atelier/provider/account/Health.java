package dev.atelier.provider.account;

import dev.atelier.provider.account.AccountEffect.Bench;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A circuit breaker: closed while calls succeed, open for a cooldown after failures, and half-open
 * afterwards, when one call at a time may probe whether it works again. Guarded by its account's
 * lock.
 */
final class Health {
  /** The longest cooldown that nothing but our own guess speaks for. */
  static final Duration GUESS_MAX = Duration.ofMinutes(10);

  /** The longest one that an upstream may ask for. */
  static final Duration TOLD_MAX = Duration.ofHours(24);

  private int failures;
  private boolean probed;
  private boolean probing;
  private Instant benched = Instant.MIN;
  private Optional<Cooldown> cooldown = Optional.empty();

  /** Whether a call may begin that need not wait for another; a half-open one lets in one. */
  boolean probeFree() {
    return !(probed && probing);
  }

  /** Whether a call that begins now is a probe. */
  boolean halfOpen(Instant now) {
    return probed && cooling(now).isEmpty();
  }

  /** Why no call may begin now. */
  Optional<Cooldown> cooling(Instant now) {
    return cooldown.filter(one -> now.isBefore(one.until()));
  }

  /** The latest cooldown, over or not, until a call succeeds. */
  Optional<Cooldown> evidence() {
    return cooldown;
  }

  void probing(boolean on) {
    probing = on;
  }

  /** A call succeeded; one that began before the present cooldown tells nothing new. */
  void succeeded(Instant begun) {
    if (begun.isBefore(benched)) {
      return;
    }
    failures = 0;
    probed = false;
    cooldown = Optional.empty();
  }

  /**
   * Counts a failure. One of a call that began before the present cooldown tells nothing new: the
   * calls that were in flight when an account died count once together.
   */
  void failed(Bench bench, Instant begun, Instant now) {
    if (begun.isBefore(benched)) {
      bench.told().ifPresent(told -> extend(now.plus(min(told, TOLD_MAX)), bench.evidence()));
      return;
    }
    failures++;
    if (failures < bench.threshold()) {
      return;
    }
    int doublings = Math.min(failures - bench.threshold(), 20);
    Duration guess = min(bench.base().multipliedBy(1L << doublings), GUESS_MAX);
    Duration length = bench.told().map(told -> min(told, TOLD_MAX)).orElse(guess);
    benched = now;
    probed |= bench.probed();
    extend(now.plus(length), bench.evidence());
  }

  /** A cooldown only grows. */
  void extend(Instant until, String evidence) {
    if (cooldown.isEmpty() || until.isAfter(cooldown.get().until())) {
      cooldown = Optional.of(new Cooldown(until, evidence));
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}

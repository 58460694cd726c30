package dev.atelier.provider.account;

import dev.atelier.provider.account.AccountEffect.Bench;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an account, or of one kind of its work.
 *
 * @param failures in a row
 * @param probed whether one call at a time tries it once its cooldown is over
 * @param benched when the present cooldown was begun
 * @param cooldown the latest one, over or not, until a call succeeds
 */
record HealthState(
    int failures, boolean probed, Optional<Instant> benched, Optional<Cooldown> cooldown) {
  static final HealthState FINE = new HealthState(0, false, Optional.empty(), Optional.empty());

  /** Why no call may begin now. */
  Optional<Cooldown> cooling(Instant now) {
    return cooldown.filter(one -> now.isBefore(one.until()));
  }

  /** Whether a call that begins now is a probe. */
  boolean halfOpen(Instant now) {
    return probed && cooling(now).isEmpty();
  }

  /** After a success; one that began before the present cooldown tells nothing new. */
  HealthState succeeded(Instant begun) {
    return stale(begun) ? this : new HealthState(0, false, benched, Optional.empty());
  }

  /**
   * After a failure. One of a call that began before the present cooldown tells nothing new: the
   * calls that were in flight when an account died count once together.
   */
  HealthState failed(Bench bench, Instant begun, Instant now) {
    if (stale(begun)) {
      return bench
          .told()
          .map(told -> extended(now.plus(min(told, Health.TOLD_MAX)), bench.evidence()))
          .orElse(this);
    }
    int more = failures + 1;
    if (more < bench.threshold()) {
      return new HealthState(more, probed, benched, cooldown);
    }
    int doublings = Math.min(more - bench.threshold(), 20);
    Duration guess = min(bench.base().multipliedBy(1L << doublings), Health.GUESS_MAX);
    Duration length = bench.told().map(told -> min(told, Health.TOLD_MAX)).orElse(guess);
    return new HealthState(more, probed || bench.probed(), Optional.of(now), cooldown)
        .extended(now.plus(length), bench.evidence());
  }

  /** A cooldown only grows. */
  HealthState extended(Instant until, String evidence) {
    boolean later = cooldown.isEmpty() || until.isAfter(cooldown.get().until());
    return later
        ? new HealthState(failures, probed, benched, Optional.of(new Cooldown(until, evidence)))
        : this;
  }

  /** The same with all times so much later. */
  HealthState later(Duration by) {
    return new HealthState(
        failures,
        probed,
        benched.map(at -> at.plus(by)),
        cooldown.map(one -> new Cooldown(one.until().plus(by), one.evidence())));
  }

  private boolean stale(Instant begun) {
    return benched.filter(begun::isBefore).isPresent();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}

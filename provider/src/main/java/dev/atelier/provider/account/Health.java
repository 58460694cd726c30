package dev.atelier.provider.account;

import dev.atelier.provider.account.AccountEffect.Bench;
import dev.atelier.provider.shared.StoredHealth;
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

  private final String work;
  private HealthState state = HealthState.FINE;
  private boolean probing;
  private boolean probedByOthers;
  private long version;

  /**
   * @param work the routing key of the work; empty for the whole account
   */
  Health(String work) {
    this.work = work;
  }

  String work() {
    return work;
  }

  /** Whether a call may begin that need not wait for another; a half-open one lets in one. */
  boolean probeFree() {
    return !(state.probed() && (probing || probedByOthers));
  }

  /** Whether a call that begins now is a probe. */
  boolean halfOpen(Instant now) {
    return state.halfOpen(now);
  }

  /** Why no call may begin now. */
  Optional<Cooldown> cooling(Instant now) {
    return state.cooling(now);
  }

  /** Whether no failure is remembered. */
  boolean fine() {
    return state.failures() == 0 && !state.probed() && state.cooldown().isEmpty();
  }

  void probing(boolean on) {
    probing = on;
  }

  /** Whether another process tries it now, as far as is known. */
  void probedByOthers(boolean so) {
    probedByOthers = so;
  }

  void succeeded(Instant begun) {
    state = state.succeeded(begun);
  }

  void failed(Bench bench, Instant begun, Instant now) {
    state = state.failed(bench, begun, now);
  }

  void extend(Instant until, String evidence) {
    state = state.extended(until, evidence);
  }

  /**
   * What all processes know of it; what was known here before is older, or the same.
   *
   * @param ahead how far the database's clock is ahead of this process's
   */
  void follow(StoredHealth stored, Duration ahead) {
    probedByOthers = stored.probing() && !probing;
    if (stored.version() > version) {
      version = stored.version();
      state = state(stored).later(ahead.negated());
    }
  }

  static HealthState state(StoredHealth stored) {
    return new HealthState(
        stored.failures(),
        stored.probed(),
        stored.benched(),
        stored.ends().map(until -> new Cooldown(until, stored.evidence())));
  }

  static StoredHealth stored(StoredHealth before, HealthState after) {
    return new StoredHealth(
        before.account(),
        before.work(),
        after.failures(),
        after.probed(),
        after.benched(),
        after.cooldown().map(Cooldown::until),
        after.cooldown().map(Cooldown::evidence).orElse(""),
        before.probing(),
        before.version());
  }
}

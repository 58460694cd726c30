package dev.atelier.provider.account;

import dev.atelier.database.Tx;
import dev.atelier.image.AttemptId;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.Provider;
import dev.atelier.provider.RemainingLimit;
import dev.atelier.provider.shared.SharedCall;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The right to one call at one account until closed. Closing twice is harmless. */
public final class Slot implements AutoCloseable {
  private static final AccountChoice GOES_ON =
      new AccountChoice("chosen: the job goes on in the slot of its call before");

  private final PooledAccount pooled;
  private final PooledAccount.Reserved reserved;
  private final RoutingKey route;
  private final InstantSource clock;
  private final Optional<SharedSlot> shared;
  private Optional<Selection> selection;
  private Optional<PooledAccount.Ordered> unsent = Optional.empty();
  private boolean held = true;

  Slot(
      PooledAccount pooled,
      PooledAccount.Reserved reserved,
      RoutingKey route,
      Optional<Selection> selection,
      InstantSource clock) {
    this.pooled = pooled;
    this.reserved = reserved;
    this.route = route;
    this.selection = selection;
    this.clock = clock;
    this.shared = pooled.shared().map(all -> new SharedSlot(all, pooled, reserved.probes(), clock));
  }

  public Account account() {
    return pooled.account();
  }

  public Provider provider() {
    return pooled.provider();
  }

  /** What the account can do. */
  public Capabilities capabilities() {
    return provider().capabilities(account());
  }

  /** Why it is this account's. */
  public synchronized AccountChoice choice() {
    return selection.map(Selection::choice).orElse(GOES_ON);
  }

  /**
   * How many of these images the next call of this slot makes, in the transaction that writes its
   * intent; 0 where other processes were faster, and it cannot begin. They count as ordered, until
   * it is asked again, unless that call is {@link #begun}.
   */
  public synchronized int order(Tx tx, SharedCall call, int images, int partials) {
    int ordered = order(images, partials);
    return shared.map(one -> one.order(tx, call, ordered)).orElse(ordered);
  }

  /** The same as far as this process knows. */
  synchronized int order(int images, int partials) {
    int most = Math.min(images, capabilities().imagesPerCall(partials));
    var ordered = pooled.order(route, most, unsent, clock.instant());
    unsent = Optional.of(ordered);
    return ordered.images();
  }

  /** The call that was asked for last is sure to be made. */
  public synchronized void begun() {
    unsent.ifPresent(ordered -> pooled.sent(route, ordered));
    unsent = Optional.empty();
    selection = Optional.empty();
  }

  /** The upstream says what is left of the account's limits. */
  public void allowance(RemainingLimit left) {
    pooled.told(route.model(), left, clock.instant());
  }

  /** Tells how a call for this work ended, so that the account's health is known. */
  public synchronized void report(RoutingKey key, AttemptOutcome outcome, Instant begun) {
    List<Health> failing = pooled.report(key, outcome, begun, clock.instant());
    shared.ifPresent(one -> one.reported(key, outcome, begun, failing));
  }

  /**
   * Tells other processes the same, in the transaction that ends the call.
   *
   * @param goesOn whether another call of this slot was begun in the same transaction
   */
  public synchronized void ended(Tx tx, AttemptId attempt, boolean goesOn) {
    shared.ifPresent(one -> one.ended(tx, attempt, goesOn));
  }

  /**
   * Whether a further call for this work may begin in the same slot: the account is not benched.
   */
  public boolean stillUsable(RoutingKey key) {
    return pooled.cooldown(key, clock.instant()).isEmpty();
  }

  @Override
  public synchronized void close() {
    if (held) {
      held = false;
      unsent.ifPresent(pooled::giveBack);
      unsent = Optional.empty();
      pooled.release(reserved);
    }
  }
}

package dev.atelier.provider.account;

import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.Provider;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The right to one call at one account until closed. Closing twice is harmless. */
public final class Slot implements AutoCloseable {
  private final PooledAccount pooled;
  private final PooledAccount.Reserved reserved;
  private final Set<RoutingKey> routes;
  private final InstantSource clock;
  private final AtomicBoolean held = new AtomicBoolean(true);

  Slot(
      PooledAccount pooled,
      PooledAccount.Reserved reserved,
      Set<RoutingKey> routes,
      InstantSource clock) {
    this.pooled = pooled;
    this.reserved = reserved;
    this.routes = Set.copyOf(routes);
    this.clock = clock;
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

  /** How many of these images one call of this slot makes now; they count as ordered. */
  public int order(int images, int partials) {
    Instant now = clock.instant();
    int most = capabilities().imagesPerCall(partials);
    int count = Math.min(images, Math.max(1, Math.min(most, pooled.imagesLeft(now))));
    pooled.ordered(count, now);
    return count;
  }

  /** What this slot may be used for. */
  public Set<RoutingKey> routes() {
    return routes;
  }

  /** It is used for this work, and probes the health of no other. */
  public Slot use(RoutingKey key) {
    pooled.bind(reserved, key);
    return this;
  }

  /** Tells how a call for this work ended, so that the account's health is known. */
  public void report(RoutingKey key, AttemptOutcome outcome, Instant begun) {
    pooled.report(key, outcome, begun, clock.instant());
  }

  /**
   * Whether a further call for this work may begin in the same slot: the account is not benched.
   */
  public boolean stillUsable(RoutingKey key) {
    return pooled.cooldown(key, clock.instant()).isEmpty();
  }

  @Override
  public void close() {
    if (held.compareAndSet(true, false)) {
      pooled.release(reserved);
    }
  }
}

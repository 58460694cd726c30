package dev.atelier.gateway.dispatch;

import java.time.Duration;
import java.util.List;

/**
 * The threads of the gateway: one claims whenever something may be claimable, one renews leases,
 * one keeps house. None waits for another.
 */
public final class Dispatcher implements AutoCloseable {
  private static final Duration CLAIM_TICK = Duration.ofMillis(250);
  private static final Duration HOUSEKEEPING_TICK = Duration.ofMillis(250);

  private final Loop claiming;
  private final Loop renewing;
  private final List<Loop> loops;

  /**
   * @param renewEvery how often leases are renewed, a third of their time or so
   */
  public Dispatcher(
      ClaimJobs claims, RenewLeases leases, Housekeeping housekeeping, Duration renewEvery) {
    this.claiming = new Loop("dispatcher", CLAIM_TICK, claims::step);
    this.renewing =
        new Loop(
            "lease-renewal",
            renewEvery,
            () -> {
              int _ = leases.renew();
              return false;
            });
    this.loops =
        List.of(
            claiming, renewing, new Loop("housekeeping", HOUSEKEEPING_TICK, housekeeping::tick));
    claims.onWake(claiming::wake);
  }

  /** Renews leases before they are due, and so finds out what became of them. */
  public void renewSoon() {
    renewing.wake();
  }

  public void start() {
    loops.forEach(Loop::start);
  }

  @Override
  public void close() {
    loops.forEach(Loop::stop);
    loops.forEach(Loop::join);
  }
}

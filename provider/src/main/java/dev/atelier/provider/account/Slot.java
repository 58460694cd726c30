package dev.atelier.provider.account;

import dev.atelier.provider.Account;
import dev.atelier.provider.Provider;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The right to one call at one account until closed. Closing twice is harmless. */
public final class Slot implements AutoCloseable {
  private final Account account;
  private final Provider provider;
  private final Set<RoutingKey> routes;
  private final Runnable release;
  private final AtomicBoolean held = new AtomicBoolean(true);

  Slot(Account account, Provider provider, Set<RoutingKey> routes, Runnable release) {
    this.account = account;
    this.provider = provider;
    this.routes = Set.copyOf(routes);
    this.release = release;
  }

  public Account account() {
    return account;
  }

  public Provider provider() {
    return provider;
  }

  /** What this slot may be used for. */
  public Set<RoutingKey> routes() {
    return routes;
  }

  @Override
  public void close() {
    if (held.compareAndSet(true, false)) {
      release.run();
    }
  }
}

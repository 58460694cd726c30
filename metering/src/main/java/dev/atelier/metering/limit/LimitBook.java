package dev.atelier.metering.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.metering.key.Keys;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The limits that were set for keys, tenants and end users. What was looked up is remembered for
 * {@value Keys#REMEMBERED_SECONDS} seconds; what is changed here counts at once, on another node
 * within that time. {@link #of} reads the database itself, so it is not for use inside a
 * transaction body.
 */
public final class LimitBook {
  private static final int REMEMBERED_MAX = 20_000;

  private final Database database;
  private final Cache<LimitOwner, Lookup> known =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED_MAX)
          .expireAfterWrite(Duration.ofSeconds(Keys.REMEMBERED_SECONDS))
          .executor(Runnable::run)
          .build();
  private final AtomicLong generation = new AtomicLong();

  public LimitBook(Database database) {
    this.database = database;
  }

  /** What applies to an owner; for an end user without limits of its own, those of every one. */
  Optional<OwnLimits> of(LimitOwner owner) {
    long now = generation.get();
    Lookup seen = known.getIfPresent(owner);
    if (seen != null && seen.generation() == now) {
      return seen.limits();
    }
    Optional<OwnLimits> found = database.read(tx -> applying(tx, owner));
    known.put(owner, new Lookup(now, found));
    return found;
  }

  private static Optional<OwnLimits> applying(Tx tx, LimitOwner owner) {
    Optional<OwnLimits> own = LimitRows.find(tx, owner);
    return owner instanceof LimitOwner.OfUser(var tenant, _)
        ? own.or(() -> LimitRows.find(tx, new LimitOwner.OfUser(tenant, LimitOwner.EVERY_USER)))
        : own;
  }

  /** What was set for just this owner. */
  public Optional<OwnLimits> find(Tx tx, LimitOwner owner) {
    return LimitRows.find(tx, owner);
  }

  /** Sets them, in the place of any before. */
  public void set(Tx tx, LimitOwner owner, OwnLimits limits) {
    LimitRows.put(tx, owner, limits);
    forget(tx);
  }

  /** Whether any were set for just this owner. */
  public boolean clear(Tx tx, LimitOwner owner) {
    forget(tx);
    return LimitRows.delete(tx, owner);
  }

  private void forget(Tx tx) {
    tx.afterCommit(generation::incrementAndGet);
  }

  private record Lookup(long generation, Optional<OwnLimits> limits) {}
}

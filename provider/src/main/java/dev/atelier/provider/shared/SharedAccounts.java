package dev.atelier.provider.shared;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The accounts as several processes use them at the same time: what each of them must know of the
 * others before it calls, and what it tells them afterwards. What takes a {@link Tx} belongs to the
 * transaction that writes the intent of a call, or its end.
 */
public final class SharedAccounts {
  private final Database database;
  private final SlotRows slots;
  private final HealthRows health = new HealthRows();
  private final OrderedImageRows images = new OrderedImageRows();
  private final ToldRows told = new ToldRows();

  /**
   * @param node the name of this process in leases
   */
  public SharedAccounts(Database database, String node) {
    this.database = database;
    this.slots = new SlotRows(node);
  }

  /** Whether a call got one of an account's slots; it holds it until {@link #free}. */
  public boolean take(Tx tx, AccountId account, int concurrency, SharedCall call) {
    return slots.take(tx, account, concurrency, call);
  }

  /** A call has ended, in whatever process: its slot is free, and it probes nothing. */
  public void free(Tx tx, AccountId account, AttemptId attempt) {
    slots.free(tx, account, attempt);
    health.probeOver(tx, account, attempt);
  }

  /** The same for a call that was no probe. */
  public void freeSlot(Tx tx, AccountId account, AttemptId attempt) {
    slots.free(tx, account, attempt);
  }

  /** A call that another process began goes on in this one, and probes nothing any more. */
  public void adopt(Tx tx, AccountId account, AttemptId attempt) {
    slots.adopt(tx, account, attempt);
    health.probeOver(tx, account, attempt);
  }

  /** Slots that calls took before that time and hold, the longest first. */
  public List<HeldSlot> held(Tx tx, Instant before, int limit) {
    return slots.held(tx, before, limit);
  }

  /** Whether a call may try what was dead, as the only one. */
  public boolean probe(Tx tx, AccountId account, String work, AttemptId attempt) {
    return health.probe(tx, account, work, attempt);
  }

  /** An account is gone: another one of its name begins anew. */
  public static void forget(Tx tx, AccountId account) {
    HealthRows.forget(tx, account);
    ToldRows.forget(tx, account);
  }

  /** A probe is over; its call may go on. */
  public void probeOver(Tx tx, AccountId account, AttemptId attempt) {
    health.probeOver(tx, account, attempt);
  }

  /** Changes what is known of an account, or of one kind of its work; returns it as it is then. */
  public StoredHealth change(
      Tx tx, AccountId account, String work, UnaryOperator<StoredHealth> change) {
    return health.change(tx, account, work, change);
  }

  /** How many of the wanted images may be ordered of so many a minute; 0 for none. */
  public int order(Tx tx, AccountId account, int perMinute, int wanted) {
    return images.order(tx, account, perMinute, wanted);
  }

  /** Tells the others what upstreams said of their limits. */
  public void tell(Collection<StoredLimit> limits) {
    if (!limits.isEmpty()) {
      database.write(tx -> {
        told.write(tx, limits);
        return limits;
      });
    }
  }

  /** How the accounts stand now. */
  public SharedSnapshot look() {
    return database.read(tx ->
        new SharedSnapshot(
            tx.now(), slots.ofOthers(tx), health.all(tx), images.all(tx), told.all(tx)));
  }
}

package dev.atelier.gateway.privacy;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has what was erased leave the database's files too, once for all that was erased since the last
 * time. What a process that ended left is purged after the next start.
 */
public final class Purge {
  private final Database database;
  private final AtomicBoolean needed = new AtomicBoolean(true);

  public Purge(Database database) {
    this.database = database;
  }

  /** Something is erased by this transaction. */
  public void after(Tx tx) {
    tx.afterCommit(() -> needed.set(true));
  }

  /** Does what is needed; what cannot be done now is tried the next time. */
  public void run() {
    if (needed.getAndSet(false) && !database.purge()) {
      needed.set(true);
    }
  }
}

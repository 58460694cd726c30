package dev.atelier.gateway.privacy;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has what was erased leave the database's files too. The write-ahead log is emptied once for all
 * that was erased since the last time; what a process that ended left is purged after the next
 * start. Copies that pages may keep of it go as the file is written anew: soon where somebody asked
 * for the erasure, once a day where a time was over. That it is still to be done is a row, so no
 * crash has it forgotten.
 */
public final class Purge {
  private static final Logger LOG = LoggerFactory.getLogger(Purge.class);
  private static final Duration SOON = Duration.ofMinutes(10);
  private static final Duration DAILY = Duration.ofDays(1);

  private final Database database;
  private final InstantSource clock;
  private final AtomicBoolean needed = new AtomicBoolean(true);
  private volatile Instant compacted = Instant.MIN;

  public Purge(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Something is erased by this transaction. */
  public void after(Tx tx) {
    tx.update(
        "INSERT INTO compaction (id, erased) VALUES (1, ?)"
            + " ON CONFLICT (id) DO UPDATE SET erased = excluded.erased",
        tx.now());
    tx.afterCommit(() -> needed.set(true));
  }

  /** Does what is needed after a time was over; what cannot be done now is tried the next time. */
  public void run() {
    run(DAILY);
  }

  /** The same after somebody asked for it. */
  public void runSoon() {
    run(SOON);
  }

  private void run(Duration between) {
    if (needed.getAndSet(false) && !database.purge()) {
      needed.set(true);
    }
    Instant now = clock.instant();
    if (compacted.equals(Instant.MIN) || !now.isBefore(compacted.plus(between))) {
      erased().ifPresent(erased -> compact(erased, now));
    }
  }

  private Optional<Instant> erased() {
    return database.read(
        tx -> tx.first("SELECT erased FROM compaction", row -> row.instant("erased")));
  }

  private void compact(Instant erased, Instant now) {
    if (!database.compact()) {
      LOG.info("the database is not written anew now, because it is too large or in use");
      return;
    }
    compacted = now;
    int _ =
        database.<Integer>write(tx -> tx.update("DELETE FROM compaction WHERE erased = ?", erased));
  }
}

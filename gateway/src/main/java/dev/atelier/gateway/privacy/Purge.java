package dev.atelier.gateway.privacy;

import dev.atelier.database.Database;
import dev.atelier.database.DatabaseUnavailableException;
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
 * start. Copies that pages may keep of it go as the file is written anew, by housekeeping alone:
 * within minutes where somebody asked for the erasure, once a day where a time was over. That it is
 * still to be done is a row, so no crash has it forgotten. What cannot be done is logged and tried
 * again later; nobody else fails by it.
 */
public final class Purge {
  private static final Logger LOG = LoggerFactory.getLogger(Purge.class);
  private static final Duration ASKED = Duration.ofMinutes(10);
  private static final Duration USUAL = Duration.ofDays(1);

  private final Database database;
  private final InstantSource clock;
  private final AtomicBoolean needed = new AtomicBoolean(true);
  private Optional<Instant> attempted = Optional.empty();
  private boolean told;

  public Purge(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Something is erased by this transaction, because its time was over. */
  public void after(Tx tx) {
    mark(tx, false);
  }

  /** The same because somebody asked for it. */
  public void afterAsked(Tx tx) {
    mark(tx, true);
  }

  private void mark(Tx tx, boolean asked) {
    tx.update(
        "INSERT INTO compaction (id, erased, asked) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE"
            + " SET erased = excluded.erased,"
            + " asked = CASE WHEN excluded.asked = 1 THEN 1 ELSE compaction.asked END",
        tx.now(),
        asked ? 1 : 0);
    tx.afterCommit(() -> needed.set(true));
  }

  /** Empties the log where that is needed. */
  public void emptyLog() {
    try {
      if (needed.getAndSet(false) && !database.purge()) {
        needed.set(true);
      }
    } catch (DatabaseUnavailableException e) {
      needed.set(true);
      LOG.warn("the database's log still holds what was erased", e);
    }
  }

  /** Does all that is due; for housekeeping. */
  public void run() {
    emptyLog();
    try {
      due().ifPresent(this::compact);
    } catch (DatabaseUnavailableException e) {
      LOG.warn("the database could not be written anew; it is tried again", e);
    }
  }

  /** Up to which erasure the file is to be written anew now. */
  private Optional<Instant> due() {
    Instant now = clock.instant();
    return database.read(tx ->
        tx.first(
                "SELECT erased, asked FROM compaction",
                row -> new Marked(row.instant("erased"), row.flag("asked")))
            .filter(marked -> dueAgain(marked, now))
            .map(Marked::erased));
  }

  private boolean dueAgain(Marked marked, Instant now) {
    Duration between = marked.asked() ? ASKED : USUAL;
    return attempted.isEmpty() || !now.isBefore(attempted.get().plus(between));
  }

  private void compact(Instant erased) {
    attempted = Optional.of(clock.instant());
    if (database.compact()) {
      int _ =
          database.<Integer>write(
              tx -> tx.update("DELETE FROM compaction WHERE erased = ?", erased));
      needed.set(true);
      emptyLog();
    } else if (!told) {
      told = true;
      LOG.warn(
          "pages of the database may hold copies of what was erased: it is too large to be written"
              + " anew while it is in use, or its disk too full; see docs/privacy.md");
    }
  }

  private record Marked(Instant erased, boolean asked) {}
}

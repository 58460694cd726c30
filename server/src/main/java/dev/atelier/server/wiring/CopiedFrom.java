package dev.atelier.server.wiring;

import dev.atelier.database.Database;
import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import java.time.Instant;
import java.util.Optional;

/**
 * What a database on a server says of the data directory that it was copied from: in a table of one
 * row that only such a database has.
 *
 * @param source what the processes of that directory are called in leases
 * @param finished whether everything was there and compared
 * @param served when the database was first worked on after that; from then on it goes its own way
 */
public record CopiedFrom(String source, boolean finished, Optional<Instant> served) {

  /** Empty if it is no copy. */
  public static Optional<CopiedFrom> of(Tx tx) {
    boolean none =
        tx.first(
                """
                SELECT 1 AS present FROM information_schema.tables
                WHERE table_schema = current_schema() AND table_name = 'copied_from'
                """,
                row -> row.flag("present"))
            .isEmpty();
    return none
        ? Optional.empty()
        : tx.first("SELECT source, finished, served FROM copied_from", CopiedFrom::read);
  }

  private static CopiedFrom read(Row row) {
    return new CopiedFrom(row.text("source"), row.flag("finished"), row.instantOrNull("served"));
  }

  /** A copy begins, or goes on: until it has ended nothing opens the database. */
  public static void begin(Tx tx, String source) {
    tx.update(
        """
        CREATE TABLE IF NOT EXISTS copied_from (
          id BIGINT NOT NULL PRIMARY KEY,
          source TEXT NOT NULL,
          finished BIGINT NOT NULL,
          served BIGINT
        )
        """);
    tx.update(
        "INSERT INTO copied_from (id, source, finished) VALUES (1, ?, 0)"
            + " ON CONFLICT (id) DO UPDATE SET finished = 0",
        source);
  }

  /** Everything is there. */
  public static void finish(Tx tx) {
    tx.update("UPDATE copied_from SET finished = 1 WHERE finished = 0");
  }

  /**
   * Says of a copy that it is worked on.
   *
   * @throws StartException if it is not whole
   */
  static void requireWhole(Database database) {
    Optional<CopiedFrom> copy = database.read(CopiedFrom::of);
    if (copy.isEmpty() || copy.get().served().isPresent()) {
      return;
    }
    if (!copy.get().finished()) {
      throw new StartException(
          "a copy into this database was cut off: run atelier copy again, until it ends well");
    }
    int _ =
        database.<Integer>write(
            tx -> tx.update("UPDATE copied_from SET served = ? WHERE served IS NULL", tx.now()));
  }
}

package dev.atelier.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Runs a body over one snapshot and leaves nothing behind. */
final class ReadTransaction {
  private ReadTransaction() {}

  static <T extends @Nullable Object> T run(Session session, Database.Work<T> work)
      throws SQLException {
    session.execute("BEGIN");
    var tx = session.reading();
    try {
      return work.run(tx);
    } finally {
      tx.end();
      session.rollBack();
    }
  }
}

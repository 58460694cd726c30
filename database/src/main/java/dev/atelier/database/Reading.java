package dev.atelier.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Runs a body over one snapshot and leaves nothing behind. */
final class Reading {
  private Reading() {}

  static <T extends @Nullable Object> T run(Session session, Database.Work<T> work)
      throws SQLException {
    session.say("BEGIN");
    var tx = session.reading();
    try {
      return work.run(tx);
    } finally {
      tx.end();
      session.rollBack();
    }
  }
}

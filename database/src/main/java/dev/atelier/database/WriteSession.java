package dev.atelier.database;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer's connection, opened anew after a failure that it cannot be cleaned of. */
final class WriteSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WriteSession.class);

  private final Path file;
  private final int statementsMax;
  private final InstantSource clock;
  private @Nullable Session session;

  WriteSession(Path file, SqliteOptions options) throws SQLException {
    this.file = file;
    this.statementsMax = options.statementsMax();
    this.clock = options.clock();
    this.session = new Session(Connections.writing(file), statementsMax, clock);
  }

  Session open() throws SQLException {
    var known = session;
    if (known == null) {
      known = new Session(Connections.writing(file), statementsMax, clock);
      session = known;
    }
    return known;
  }

  /** Rolls back what is open, or drops the connection when even that fails. */
  void recover() {
    try {
      open().rollBack();
    } catch (SQLException failure) {
      LOG.warn("the writing connection is dropped: {}", failure.getMessage());
      close();
    }
  }

  @Override
  public void close() {
    var known = session;
    session = null;
    if (known != null) {
      try {
        known.close();
      } catch (SQLException failure) {
        LOG.warn("the writing connection did not close cleanly: {}", failure.getMessage());
      }
    }
  }
}

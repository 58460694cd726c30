package dev.atelier.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/**
 * Copies a database in one file while others write to it. The copy is what one read transaction
 * sees; it has no free pages, so that nothing of what was erased is in it.
 */
public final class DatabaseCopy {
  private DatabaseCopy() {}

  /**
   * Returns when the copy is on disk; writers go on meanwhile, and the write-ahead log grows.
   *
   * @param to a file that is not there yet
   * @throws DatabaseUnavailableException if the one cannot be read or the other not be written
   */
  public static void make(Path file, Path to) {
    try (var connection = Connections.reading().createConnection(Connections.url(file));
        var statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, to.toAbsolutePath().toString());
      statement.execute();
    } catch (SQLException failure) {
      throw new DatabaseUnavailableException("the database cannot be copied to " + to, failure);
    }
    try (var channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write " + to, failure);
    }
  }
}

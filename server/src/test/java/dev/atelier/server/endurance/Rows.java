package dev.atelier.server.endurance;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of a server beside it, or after it. */
public final class Rows {
  private final String url;

  Rows(Path directory) {
    this("jdbc:sqlite:" + ServerProcess.data(directory).resolve("atelier.db"));
  }

  /**
   * @param url of any database, with all that is needed to connect
   */
  public Rows(String url) {
    this.url = url;
  }

  /** The first column of every row, as text. */
  public List<String> texts(String sql) throws SQLException {
    var texts = new ArrayList<String>();
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      while (result.next()) {
        texts.add(result.getString(1));
      }
    }
    return texts;
  }

  public long count(String sql) throws SQLException {
    return Long.parseLong(texts("SELECT COUNT(*) FROM (" + sql + ")").getFirst());
  }
}

package dev.atelier.server.endurance;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of a data directory beside its server, or after it. */
final class Rows {
  private final String url;

  Rows(Path directory) {
    this.url = "jdbc:sqlite:" + ServerProcess.data(directory).resolve("atelier.db");
  }

  /** The first column of every row, as text. */
  List<String> texts(String sql) throws SQLException {
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

  long count(String sql) throws SQLException {
    return Long.parseLong(texts("SELECT COUNT(*) FROM (" + sql + ")").getFirst());
  }
}

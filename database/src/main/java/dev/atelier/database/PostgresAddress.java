package dev.atelier.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a PostgreSQL database is, and who asks for it.
 *
 * @param url such as {@code jdbc:postgresql://db.example.com:5432/atelier}; what the driver
 *     understands after a question mark counts, such as {@code sslmode=verify-full}
 * @param user where the URL names none
 * @param password where the URL has none
 */
public record PostgresAddress(String url, Optional<String> user, Optional<String> password) {
  private static final String SCHEME = "jdbc:postgresql:";

  public PostgresAddress {
    if (!url.startsWith(SCHEME)) {
      throw new IllegalArgumentException("a URL expected that begins with " + SCHEME);
    }
  }

  /** Whether a setting is such an address. */
  public static boolean is(String setting) {
    return setting.startsWith(SCHEME);
  }

  /**
   * A connection beside any pool. What the server says of a failure has no values of rows in it.
   *
   * @param application what the server's own views call it
   * @param connectMax how long connecting may take
   * @param silenceMax how long an answer may be waited for
   * @param more of the driver's properties
   */
  public Connection connect(
      String application, Duration connectMax, Duration silenceMax, Map<String, String> more)
      throws SQLException {
    var properties = new Properties();
    user.ifPresent(name -> properties.setProperty("user", name));
    password.ifPresent(word -> properties.setProperty("password", word));
    properties.setProperty("ApplicationName", application);
    properties.setProperty("connectTimeout", seconds(connectMax));
    properties.setProperty("loginTimeout", seconds(connectMax));
    properties.setProperty("socketTimeout", seconds(silenceMax));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("logServerErrorDetail", "false"); // details repeat the values of rows
    properties.putAll(more);
    return DriverManager.getConnection(url, properties);
  }

  /** As the driver takes it. */
  static String seconds(Duration duration) {
    return Long.toString(Math.max(1, duration.toSeconds()));
  }

  /** The URL without what follows its question mark, where a password may be. */
  @Override
  public String toString() {
    return url.replaceFirst("\\?.*", "");
  }
}

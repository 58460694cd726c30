package dev.atelier.database;

import java.util.Optional;

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

  /** The URL without what follows its question mark, where a password may be. */
  @Override
  public String toString() {
    return url.replaceFirst("\\?.*", "");
  }
}

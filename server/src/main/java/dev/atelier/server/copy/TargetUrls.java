package dev.atelier.server.copy;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads where to copy to, as settings of a server that works there. */
public final class TargetUrls {
  private static final String JDBC = "jdbc:postgresql:";

  private TargetUrls() {}

  /**
   * The settings {@code database}, {@code storage} and, where they are in the address, {@code
   * database-user} and {@code database-password}.
   *
   * @param urls one of {@code postgres://}, {@code postgresql://} or {@code jdbc:postgresql://},
   *     and at most one of {@code s3://}
   * @throws IllegalArgumentException if they are others
   */
  public static Map<String, String> settings(List<String> urls) {
    var settings = new LinkedHashMap<String, String>();
    for (String url : urls) {
      Map<String, String> read = url.startsWith("s3://") ? Map.of("storage", url) : database(url);
      read.forEach((name, value) -> {
        if (settings.put(name, value) != null) {
          throw new IllegalArgumentException("two targets of one kind");
        }
      });
    }
    if (!settings.containsKey("database")) {
      throw new IllegalArgumentException("a database is needed, such as postgres://host/atelier");
    }
    return settings;
  }

  private static Map<String, String> database(String url) {
    if (url.startsWith(JDBC)) {
      return Map.of("database", url);
    }
    URI read;
    try {
      read = new URI(url);
    } catch (URISyntaxException _) {
      throw unknown();
    }
    if (!List.of("postgres", "postgresql").contains(String.valueOf(read.getScheme()))
        || read.getHost() == null
        || Optional.ofNullable(read.getPath()).orElse("").length() < 2) {
      throw unknown();
    }
    var settings = new LinkedHashMap<String, String>();
    String port = read.getPort() < 0 ? "" : ":" + read.getPort();
    String query = read.getRawQuery() == null ? "" : "?" + read.getRawQuery();
    settings.put("database", JDBC + "//" + read.getHost() + port + read.getRawPath() + query);
    String[] user = Optional.ofNullable(read.getRawUserInfo()).orElse("").split(":", 2);
    if (!user[0].isEmpty()) {
      settings.put("database-user", decoded(user[0]));
    }
    if (user.length > 1) {
      settings.put("database-password", decoded(user[1]));
    }
    return settings;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Does not repeat it: there may be a password in it. */
  private static IllegalArgumentException unknown() {
    return new IllegalArgumentException(
        "postgres://user@host/database, jdbc:postgresql://host/database or s3://bucket/prefix"
            + " expected");
  }
}

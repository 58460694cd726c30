package dev.atelier.server.config;

import dev.atelier.storage.s3.S3Checksums;
import dev.atelier.storage.s3.S3Credentials;
import dev.atelier.storage.s3.S3Location;
import dev.atelier.storage.s3.S3Options;
import dev.atelier.storage.s3.S3Timeouts;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Reads where pictures lie, if that is a bucket. */
final class ObjectStoreConfig {
  private static final String STORAGE = "storage";
  private static final String FILES = "files";
  private static final Duration CALL_MIN = Duration.ofSeconds(2);
  private static final Duration CALL_MAX = Duration.ofMinutes(10);

  private ObjectStoreConfig() {}

  /** Empty where they lie in the data directory. */
  static Optional<S3Options> of(ConfigValues values) {
    boolean redirect = redirect(values);
    if (values.text(STORAGE).equals(FILES)) {
      return Optional.empty();
    }
    S3Location location = values.read(STORAGE, "files, or s3://bucket/prefix", S3Location::parse);
    return Optional.of(
        new S3Options(
            location,
            endpoint(values, "s3.endpoint"),
            endpoint(values, "s3.public-endpoint"),
            values.text("s3.region"),
            values.flag("s3.path-style"),
            checksums(values),
            credentials(values),
            redirect,
            S3Timeouts.of(timeout(values)),
            S3Options.PART_BYTES));
  }

  private static boolean redirect(ConfigValues values) {
    return values.read(
        "storage.links",
        "proxied or redirect",
        word ->
            switch (word) {
              case "proxied" -> false;
              case "redirect" -> true;
              default -> throw new IllegalArgumentException(word);
            });
  }

  private static Optional<URI> endpoint(ConfigValues values, String name) {
    return values
        .given(name)
        .map(_ ->
            values.read(
                name,
                "a URL such as https://minio.example.org:9000",
                text -> {
                  URI uri = URI.create(text.strip());
                  boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
                  if (!http || uri.getHost() == null) {
                    throw new IllegalArgumentException(text);
                  }
                  return uri;
                }));
  }

  private static S3Checksums checksums(ConfigValues values) {
    return values.read(
        "s3.checksums",
        "sha256 or md5",
        word -> S3Checksums.valueOf(word.toUpperCase(Locale.ROOT)));
  }

  private static Optional<S3Credentials> credentials(ConfigValues values) {
    Optional<String> access = values.given("s3.access-key");
    Optional<String> secret = values.given("s3.secret-key");
    if (access.isPresent() != secret.isPresent()) {
      throw new ConfigException(
          "settings \"s3.access-key\" and \"s3.secret-key\" must be given together, or neither");
    }
    return access.map(
        key -> new S3Credentials(key, secret.orElseThrow(), values.given("s3.session-token")));
  }

  private static Duration timeout(ConfigValues values) {
    Duration call = values.duration("s3.timeout");
    if (call.compareTo(CALL_MIN) < 0 || call.compareTo(CALL_MAX) > 0) {
      throw new ConfigException(
          "setting \"s3.timeout\" must be 2s to 10m, not \"" + values.text("s3.timeout") + "\"");
    }
    return call;
  }
}

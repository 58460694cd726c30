package dev.atelier.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the server's secrets: {@code ATELIER_SECRET_KEY}, and the file {@code secret.key} in the
 * data directory, made with mode 0600 when there is neither.
 *
 * <p>To rotate, put the new secret before the old one: separated by a comma in the environment, on
 * a line of its own in the file. The environment comes before the file; what the file holds stays
 * valid until it is deleted.
 */
public final class SecretKeyFile {
  static final String NAME = "secret.key";
  private static final int SECRET_BYTES = 32;
  private static final int CHARACTERS_MIN = 16;

  private SecretKeyFile() {}

  /**
   * @param fromEnvironment {@code ATELIER_SECRET_KEY}
   * @throws IllegalArgumentException if a secret is shorter than 16 characters
   * @throws UncheckedIOException if the file cannot be read or made
   */
  public static SecretKeys loadOrCreate(Path dataDirectory, Optional<String> fromEnvironment) {
    var given = fromEnvironment.map(text -> secrets(Stream.of(text.split(",")))).orElse(List.of());
    try {
      var kept = read(dataDirectory.resolve(NAME));
      var all = new LinkedHashSet<String>(given);
      all.addAll(kept);
      return new SecretKeys(all.isEmpty() ? create(dataDirectory) : new ArrayList<>(all));
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot use the secret key file", failure);
    }
  }

  /** Where it is, if there is one. */
  public static Path in(Path dataDirectory) {
    return dataDirectory.resolve(NAME);
  }

  private static List<String> read(Path file) throws IOException {
    return Files.exists(file) ? secrets(Files.readAllLines(file).stream()) : List.of();
  }

  private static List<String> secrets(Stream<String> texts) {
    var secrets = texts.map(String::strip).filter(text -> !text.isEmpty()).toList();
    if (secrets.stream().anyMatch(secret -> secret.length() < CHARACTERS_MIN)) {
      throw new IllegalArgumentException(
          "a secret key has at least " + CHARACTERS_MIN + " characters");
    }
    return secrets;
  }

  private static List<String> create(Path directory) throws IOException {
    var bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Files.createDirectories(directory);
    var fresh = directory.resolve(NAME + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, ownerOnly());
    try (var out = Disk.REAL.create(fresh)) {
      out.write((secret + "\n").getBytes(StandardCharsets.US_ASCII));
      Disk.REAL.force(out);
    }
    Files.move(fresh, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    Disk.REAL.forceDirectory(directory);
    return List.of(secret);
  }

  private static FileAttribute<?>[] ownerOnly() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}

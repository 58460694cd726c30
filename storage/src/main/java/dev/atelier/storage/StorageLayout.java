package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Where files lie: {@code staged/…}, and {@code artifacts/ab/cd/abcd…} for hash {@code abcd…}. */
final class StorageLayout {
  /** How many directories the first level has. */
  static final int DIRECTORIES = 256;

  private final Path staged;
  private final Path artifacts;
  private final DirectorySync sync;
  private final Set<Path> made = ConcurrentHashMap.newKeySet();

  StorageLayout(Path dataDirectory, DirectorySync sync) {
    this.staged = dataDirectory.resolve("staged");
    this.artifacts = dataDirectory.resolve("artifacts");
    this.sync = sync;
  }

  /** Makes the directories, and clears what an earlier process left unfinished. */
  void prepare() throws IOException {
    Files.createDirectories(staged);
    Files.createDirectories(artifacts);
    try (var leftovers = Files.newDirectoryStream(staged)) {
      for (var leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
    sync.force(Objects.requireNonNull(artifacts.toAbsolutePath().getParent()));
  }

  Path staged(String name) {
    return staged.resolve(name);
  }

  Path of(ContentHash hash) {
    return directory(hash).resolve(hash.hex());
  }

  Path artifacts() {
    return artifacts;
  }

  Path directory(int number) {
    return artifacts.resolve(HexFormat.of().toHexDigits((byte) number));
  }

  /** The directory for a hash, existing and itself safely on disk. */
  Path make(ContentHash hash) throws IOException {
    var directory = directory(hash);
    if (!made.contains(directory)) {
      var parent = Objects.requireNonNull(directory.getParent());
      Files.createDirectories(directory);
      sync.force(parent);
      sync.force(artifacts);
      made.add(directory);
    }
    return directory;
  }

  private Path directory(ContentHash hash) {
    return artifacts.resolve(hash.hex().substring(0, 2)).resolve(hash.hex().substring(2, 4));
  }
}

package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where files lie: {@code staged/…}, and {@code artifacts/ab/abcd…} for hash {@code abcd…}. Older
 * versions had another level, {@code artifacts/ab/cd/abcd…}; what they stored stays there.
 */
final class StorageLayout {
  /** How many directories the artifacts lie in, each made when it gets its first. */
  static final int DIRECTORIES = 256;

  private final Path staged;
  private final Path artifacts;
  private final DirectorySync sync;

  /** Directories of sealed files that are on disk. */
  private final Set<Path> made = ConcurrentHashMap.newKeySet();

  StorageLayout(Path dataDirectory, DirectorySync sync) {
    this.staged = dataDirectory.resolve("staged");
    this.artifacts = dataDirectory.resolve("artifacts");
    this.sync = sync;
  }

  /** Makes the directory for it, and clears what an earlier process left unfinished. */
  void prepareStaged() throws IOException {
    Files.createDirectories(staged);
    try (var leftovers = Files.newDirectoryStream(staged)) {
      for (var leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  /** Makes the directory for sealed files; what lies in it is on disk when this returns. */
  void prepareArtifacts() throws IOException {
    Files.createDirectories(artifacts);
    var there = new ArrayList<Path>();
    try (var directories = Files.newDirectoryStream(artifacts)) {
      directories.forEach(there::add);
    }
    sync.force(artifacts); // an earlier process may not have come to that
    sync.force(Objects.requireNonNull(artifacts.toAbsolutePath().getParent()));
    made.addAll(there);
  }

  /** Makes the directory that a sealed file is to lie in; it is on disk when this returns. */
  void prepareFor(Path file) throws IOException {
    Path directory = Objects.requireNonNull(file.getParent());
    if (!made.contains(directory)) {
      Files.createDirectories(directory);
      sync.force(artifacts);
      made.add(directory);
    }
  }

  Path staged(String name) {
    return staged.resolve(name);
  }

  /** The file of that hash, or where it is to be. */
  Path of(ContentHash hash) {
    var older = older(hash);
    return Files.exists(older) ? older : directory(hash).resolve(hash.hex());
  }

  Path artifacts() {
    return artifacts;
  }

  Path directory(int number) {
    return artifacts.resolve(HexFormat.of().toHexDigits((byte) number));
  }

  private Path older(ContentHash hash) {
    return directory(hash).resolve(hash.hex().substring(2, 4)).resolve(hash.hex());
  }

  private Path directory(ContentHash hash) {
    return artifacts.resolve(hash.hex().substring(0, 2));
  }
}

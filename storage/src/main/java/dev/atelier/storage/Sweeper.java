package dev.atelier.storage;

import dev.atelier.database.Database;
import dev.atelier.image.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Deletes what has expired. Rows go first; a file goes when no row refers to it and nobody is about
 * to record it. What a crash left in between is found on a round through all files, one of 256
 * directories at a time.
 */
final class Sweeper {
  private final Database database;
  private final ArtifactRows index;
  private final StorageLayout layout;
  private final BlobStore blobs;
  private final Duration orphanAge;
  private final AtomicInteger nextDirectory = new AtomicInteger();

  Sweeper(
      Database database,
      ArtifactRows index,
      StorageLayout layout,
      BlobStore blobs,
      Duration orphanAge) {
    this.database = database;
    this.index = index;
    this.layout = layout;
    this.blobs = blobs;
    this.orphanAge = orphanAge;
  }

  int sweep(Instant now, int limit) throws IOException {
    var bound = now.minus(orphanAge);
    List<ContentHash> deleted = database.write(tx -> index.deleteExpired(tx, now, limit));
    for (var hash : new HashSet<>(deleted)) {
      blobs.remove(hash, bound, this::referred);
    }
    return deleted.size();
  }

  void patrol(Instant now) throws IOException {
    var bound = now.minus(orphanAge);
    var directory =
        layout.directory(Math.floorMod(nextDirectory.getAndIncrement(), StorageLayout.DIRECTORIES));
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (var directories = Files.newDirectoryStream(directory)) {
      for (var leaf : directories) {
        removeOrphans(leaf, bound);
      }
    }
  }

  private void removeOrphans(Path directory, Instant bound) throws IOException {
    try (var files = Files.newDirectoryStream(directory, "[0-9a-f]*")) {
      for (var file : files) {
        var name = String.valueOf(file.getFileName());
        if (name.length() == 64) {
          blobs.removeOld(new ContentHash(name), bound, this::referred);
        }
      }
    }
  }

  private boolean referred(ContentHash hash) {
    return database.read(tx -> index.refersTo(tx, hash));
  }
}

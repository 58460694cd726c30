package dev.atelier.storage;

import dev.atelier.database.Database;
import dev.atelier.image.ContentHash;
import dev.atelier.storage.SegmentEraser.Doomed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Deletes contents of the data directory that no row refers to and nobody is about to record: a
 * file is deleted, a record of a segment overwritten. What a crash left without a row is found on a
 * round through all files, one of 256 directories at a time, and on one through the segments.
 */
final class Sweeper {
  private final Database database;
  private final SegmentRows rows;
  private final StorageLayout layout;
  private final BlobStore blobs;
  private final SegmentPatrol segments;
  private final Duration orphanAge;
  private final AtomicInteger nextDirectory = new AtomicInteger();

  Sweeper(
      Database database,
      SegmentRows rows,
      StorageLayout layout,
      BlobStore blobs,
      SegmentPatrol segments,
      Duration orphanAge) {
    this.database = database;
    this.rows = rows;
    this.layout = layout;
    this.blobs = blobs;
    this.segments = segments;
    this.orphanAge = orphanAge;
  }

  void remove(Set<StoredBlob> contents, Instant now) throws IOException {
    segments.erase(
        database.read(tx ->
            contents.stream()
                .flatMap(blob -> blob.slice().map(at -> new Doomed(at, blob.hash())).stream())
                .filter(doomed -> !rows.refersTo(tx, doomed.slice()))
                .toList()));
    for (var blob : contents) {
      if (blob.slice().isEmpty()) {
        blobs.remove(blob.hash(), now.minus(orphanAge), this::referred);
      }
    }
  }

  void patrol(Instant now) throws IOException {
    var bound = now.minus(orphanAge);
    segments.turn(bound);
    var directory =
        layout.directory(Math.floorMod(nextDirectory.getAndIncrement(), StorageLayout.DIRECTORIES));
    if (!Files.isDirectory(directory)) {
      return; // nothing was ever stored there
    }
    removeOrphans(directory, bound);
    try (var directories = Files.newDirectoryStream(directory, "[0-9a-f][0-9a-f]")) {
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
    return database.read(tx -> ArtifactRows.refersTo(tx, hash));
  }
}

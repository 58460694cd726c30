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
 * Deletes what has expired. Rows go first; a file goes when no row refers to it and it was not
 * sealed lately. What a crash left in between is found on a round through all files, one of 256
 * directories at a time.
 */
final class Sweeper {
  private final Database database;
  private final Index index;
  private final Places places;
  private final Shelves shelves;
  private final Duration orphanAge;
  private final AtomicInteger nextShelf = new AtomicInteger();

  Sweeper(Database database, Index index, Places places, Shelves shelves, Duration orphanAge) {
    this.database = database;
    this.index = index;
    this.places = places;
    this.shelves = shelves;
    this.orphanAge = orphanAge;
  }

  int sweep(Instant now, int limit) throws IOException {
    var bound = now.minus(orphanAge);
    List<ContentHash> deleted = database.write(tx -> index.deleteExpired(tx, now, limit));
    for (var hash : new HashSet<>(deleted)) {
      shelves.remove(hash, bound, this::referred);
    }
    return deleted.size();
  }

  void patrol(Instant now) throws IOException {
    var bound = now.minus(orphanAge);
    var shelf = places.shelf(Math.floorMod(nextShelf.getAndIncrement(), Places.SHELVES));
    if (!Files.isDirectory(shelf)) {
      return;
    }
    try (var directories = Files.newDirectoryStream(shelf)) {
      for (var directory : directories) {
        removeOrphans(directory, bound);
      }
    }
  }

  private void removeOrphans(Path directory, Instant bound) throws IOException {
    try (var files = Files.newDirectoryStream(directory, "[0-9a-f]*")) {
      for (var file : files) {
        var name = String.valueOf(file.getFileName());
        if (name.length() == 64) {
          shelves.remove(new ContentHash(name), bound, this::referred);
        }
      }
    }
  }

  private boolean referred(ContentHash hash) {
    return database.read(tx -> index.refersTo(tx, hash));
  }
}

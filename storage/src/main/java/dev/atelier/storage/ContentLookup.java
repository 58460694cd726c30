package dev.atelier.storage;

import dev.atelier.database.Database;
import dev.atelier.image.ContentHash;
import dev.atelier.storage.StoredContent.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds contents: where they were last known to be, else where a row says that they are now. */
final class ContentLookup {
  private static final int TRIES = 3;
  private static final int PLACES_MAX = 8;

  private final Database database;
  private final SegmentRows rows;
  private final SegmentFiles segments;
  private final StorageLayout layout;
  private final Supplier<Path> scratch;

  /**
   * @param scratch names a new file of its own
   */
  ContentLookup(
      Database database,
      SegmentRows rows,
      SegmentFiles segments,
      StorageLayout layout,
      Supplier<Path> scratch) {
    this.database = database;
    this.rows = rows;
    this.segments = segments;
    this.layout = layout;
    this.scratch = scratch;
  }

  /**
   * @param slice where it is believed to be
   * @throws NoSuchFileException if it is nowhere
   */
  Found find(ContentHash hash, Optional<SegmentSlice> slice) throws IOException {
    if (slice.isPresent()) {
      Optional<byte[]> bytes = segments.read(slice.get(), hash);
      if (bytes.isPresent()) {
        return new Found.Small(bytes.get());
      }
    }
    var file = layout.of(hash);
    if (Files.exists(file)) {
      return new Found.File(file);
    }
    for (int i = 0; i < TRIES; i++) { // it may be moved again between row and record
      List<SegmentSlice> places = database.read(tx -> rows.of(tx, hash, PLACES_MAX));
      for (var place : places) {
        Optional<byte[]> bytes = segments.read(place, hash);
        if (bytes.isPresent()) {
          return new Found.Small(bytes.get());
        }
      }
    }
    throw new NoSuchFileException(hash.hex());
  }

  Path scratch() {
    return scratch.get();
  }
}

package dev.atelier.storage;

import dev.atelier.database.Database;
import dev.atelier.image.ContentHash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Contents in a data directory: where they were last known to be, else where a row says that they
 * are now. A small one is read at once when it is opened.
 */
final class ContentLookup implements ContentSource {
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

  @Override
  public InputStream open(ContentHash hash, Optional<SegmentSlice> slice) throws IOException {
    return switch (find(hash, slice)) {
      case Found.Small(var bytes) -> new ByteArrayInputStream(bytes);
      case Found.File(var path) -> new UncachedFile(path);
    };
  }

  @Override
  public SeekableByteChannel channel(ContentHash hash, Optional<SegmentSlice> slice)
      throws IOException {
    return switch (find(hash, slice)) {
      case Found.Small(var bytes) -> new ByteArrayChannel(bytes);
      case Found.File(var path) -> FileChannel.open(path);
    };
  }

  @Override
  public ContentFile file(ContentHash hash, Optional<SegmentSlice> slice) throws IOException {
    return switch (find(hash, slice)) {
      case Found.Small(var bytes) ->
          ContentFile.copy(scratch.get(), new ByteArrayInputStream(bytes));
      case Found.File(var path) -> ContentFile.kept(path);
    };
  }

  private Found find(ContentHash hash, Optional<SegmentSlice> slice) throws IOException {
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

  /** What there is of a content. */
  private sealed interface Found {
    record Small(byte[] bytes) implements Found {}

    record File(Path path) implements Found {}
  }
}

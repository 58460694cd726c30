package dev.atelier.storage;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Contents in the data directory: a large one is a file and stored once, a small one a record in a
 * segment, one for each time that it is kept.
 */
final class LocalContents implements ContentStore {
  private final BlobStore blobs;
  private final SegmentWriter segments;
  private final ContentLookup lookup;
  private final Sweeper sweeper;

  private LocalContents(
      BlobStore blobs, SegmentWriter segments, ContentLookup lookup, Sweeper sweeper) {
    this.blobs = blobs;
    this.segments = segments;
    this.lookup = lookup;
    this.sweeper = sweeper;
  }

  /**
   * Makes the directories.
   *
   * @param scratch names a new file of its own
   */
  static LocalContents open(
      Path dataDirectory,
      Database database,
      InstantSource clock,
      StorageOptions options,
      Disk disk,
      Supplier<Path> scratch) {
    var sync = new DirectorySync(disk);
    var layout = new StorageLayout(dataDirectory, sync);
    var blobs = new BlobStore(layout, disk, sync, clock, new OpenSeals(options.orphanAge()));
    var rows = new SegmentRows();
    var files = new SegmentFiles(dataDirectory, disk, sync);
    var writer = new SegmentWriter(files, disk, clock, options.segments().segmentMax());
    var patrol = new SegmentPatrol(database, rows, files, writer, new SegmentEraser(files, disk));
    try {
      files.prepare();
      layout.prepareArtifacts();
    } catch (IOException failure) {
      throw DiskFaults.of(failure);
    }
    files.numberAbove(database.read(rows::last));
    return new LocalContents(
        blobs,
        writer,
        new ContentLookup(database, rows, files, layout, scratch),
        new Sweeper(database, rows, layout, blobs, patrol, options.orphanAge()));
  }

  @Override
  public StoredBlob keep(ContentHash hash, byte[] content, int length) throws IOException {
    return new StoredBlob(hash, length, Optional.of(segments.append(hash, content, length)));
  }

  @Override
  public StoredBlob keep(ContentHash hash, Path file, long bytes) throws IOException {
    blobs.put(file, hash);
    return StoredBlob.whole(hash, bytes);
  }

  @Override
  public void recording(Tx tx, StoredBlob kept) {
    if (kept.slice().isEmpty()) {
      tx.afterCommit(() -> blobs.recorded(kept.hash()));
    }
  }

  /** One process sweeps, and rows go before contents. */
  @Override
  public boolean sharing(Tx tx, StoredBlob content) {
    return true;
  }

  @Override
  public InputStream open(ContentHash hash, Optional<SegmentSlice> slice) throws IOException {
    return lookup.open(hash, slice);
  }

  @Override
  public SeekableByteChannel channel(ContentHash hash, Optional<SegmentSlice> slice)
      throws IOException {
    return lookup.channel(hash, slice);
  }

  @Override
  public ContentFile file(ContentHash hash, Optional<SegmentSlice> slice) throws IOException {
    return lookup.file(hash, slice);
  }

  @Override
  public void remove(Set<StoredBlob> contents, Instant now) throws IOException {
    sweeper.remove(contents, now);
  }

  @Override
  public void patrol(Instant now) throws IOException {
    sweeper.patrol(now);
  }

  /** How many contents wait for others to be written to the segment. */
  int waitingForSegment() {
    return segments.waiting();
  }
}

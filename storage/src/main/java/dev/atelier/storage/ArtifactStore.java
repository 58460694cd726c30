package dev.atelier.storage;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.ContentHash;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageSize;
import dev.atelier.image.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Artifacts: bytes in files, and in the index whose they are and until when.
 *
 * <p>{@link #stage} a file, write it, {@link StagedFile#seal} it, and {@link #record} it in the
 * transaction that makes it matter. Large content is a file and stored once, however many artifacts
 * share it; small content is a record in a segment, one for each time that it is sealed.
 */
public final class ArtifactStore {
  private final StorageLayout layout;
  private final Disk disk;
  private final BlobStore blobs;
  private final SegmentWriter segments;
  private final StagedMemory memory;
  private final ContentLookup lookup;
  private final ArtifactRows index;
  private final UploadedFiles files;
  private final InstantSource clock;
  private final Sweeper sweeper;
  private final FreeSpace space;
  private final AtomicLong stagedSoFar = new AtomicLong();

  public ArtifactStore(Path dataDirectory, Database database, InstantSource clock) {
    this(dataDirectory, database, clock, new SecureRandom(), StorageOptions.DEFAULT);
  }

  /**
   * Opens the store and clears what an earlier process left staged; the caller holds the data
   * directory's lock.
   *
   * @param random makes ids
   * @throws FaultException {@code Unavailable} if the directory cannot be used
   */
  public ArtifactStore(
      Path dataDirectory,
      Database database,
      InstantSource clock,
      RandomGenerator random,
      StorageOptions options) {
    this(dataDirectory, database, clock, random, options, Disk.REAL);
  }

  ArtifactStore(
      Path dataDirectory,
      Database database,
      InstantSource clock,
      RandomGenerator random,
      StorageOptions options,
      Disk disk) {
    var sync = new DirectorySync(disk);
    this.layout = new StorageLayout(dataDirectory, sync);
    this.disk = disk;
    this.blobs = new BlobStore(layout, disk, sync, clock, new OpenSeals(options.orphanAge()));
    this.index = new ArtifactRows(random);
    this.files = new UploadedFiles(index, clock);
    this.clock = clock;
    this.space = new FreeSpace(dataDirectory, disk, clock, options.freeBytesMin());
    var small = options.segments();
    var rows = new SegmentRows();
    var segmentFiles = new SegmentFiles(dataDirectory, disk, sync);
    this.segments = new SegmentWriter(segmentFiles, disk, clock, small.segmentMax());
    this.memory = new StagedMemory(small.contentMax(), small.stagedMax());
    this.lookup = new ContentLookup(database, rows, segmentFiles, layout, this::stagedPath);
    var patrol =
        new SegmentPatrol(
            database, rows, segmentFiles, segments, new SegmentEraser(segmentFiles, disk));
    this.sweeper = new Sweeper(database, index, rows, layout, blobs, patrol, options.orphanAge());
    try {
      segmentFiles.prepare();
      layout.prepare();
    } catch (IOException failure) {
      throw DiskFaults.of(failure);
    }
    segmentFiles.numberAbove(database.read(rows::last));
  }

  /** A new empty content to write. */
  public StagedFile stage() {
    return new StagedFile(stagedPath(), disk, blobs, segments, memory);
  }

  private Path stagedPath() {
    return layout.staged(Long.toString(stagedSoFar.incrementAndGet()));
  }

  /** Makes sealed bytes an artifact of {@code tenant}, in the caller's transaction. */
  public ArtifactId record(
      Tx tx,
      TenantId tenant,
      StoredBlob sealed,
      String mediaType,
      Optional<ImageSize> size,
      Instant created,
      Optional<Instant> expires) {
    if (sealed.slice().isEmpty()) {
      tx.afterCommit(() -> blobs.recorded(sealed.hash()));
    }
    return index.insert(tx, tenant, sealed, mediaType, size, created, expires);
  }

  /** The artifact, unless it is unknown or expired. */
  public Optional<Artifact> find(Tx tx, ArtifactId id) {
    return index.find(tx, id, clock.instant());
  }

  /** The artifact, if it is this tenant's and not expired. */
  public Optional<Artifact> find(Tx tx, TenantId tenant, ArtifactId id) {
    return find(tx, id).filter(artifact -> artifact.tenant().equals(tenant));
  }

  /**
   * Another artifact of the same content, if this one is the tenant's and not expired: the content
   * stays for whoever works from it, whatever becomes of the one referred to.
   */
  public Optional<Artifact> reference(
      Tx tx, TenantId tenant, ArtifactId id, Optional<Instant> expires) {
    Instant now = clock.instant();
    return find(tx, tenant, id)
        .map(original ->
            index.insert(
                tx,
                tenant,
                new StoredBlob(original.hash(), original.bytes(), original.slice()),
                original.mediaType(),
                original.size(),
                now,
                expires))
        .flatMap(copy -> find(tx, copy));
  }

  /** What there is, expired artifacts that are not swept yet included; one row is read. */
  public StoredTotals totals(Tx tx) {
    return index.totals(tx);
  }

  /** The artifacts that their tenants know by name. */
  public UploadedFiles files() {
    return files;
  }

  /** The bytes; nothing is read before they are opened. */
  public StoredContent content(Artifact artifact) {
    return new StoredContent(artifact.hash(), artifact.slice(), lookup);
  }

  /** The same of what is not recorded yet. */
  StoredContent content(StoredBlob sealed) {
    return new StoredContent(sealed.hash(), sealed.slice(), lookup);
  }

  /** How many contents wait for others to be written to the segment. */
  int waitingForSegment() {
    return segments.waiting();
  }

  /** The bytes where no more than their hash is known, whoever owns them. */
  public StoredContent content(ContentHash hash) {
    return new StoredContent(hash, Optional.empty(), lookup);
  }

  /**
   * Opens the bytes.
   *
   * @throws UncheckedIOException if they are gone or cannot be read
   */
  public InputStream open(ContentHash hash) {
    try {
      return content(hash).open();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Where the file of a content lies, if it has one of its own. */
  Path path(ContentHash hash) {
    return layout.of(hash);
  }

  /** Sets the expiry; empty keeps it for good. */
  public void keepUntil(Tx tx, ArtifactId id, Optional<Instant> expires) {
    index.keepUntil(tx, id, expires);
  }

  /**
   * Deletes at most {@code limit} expired artifacts with the contents that nothing else refers to.
   *
   * @return how many artifacts were deleted
   */
  public int sweep(Instant now, int limit) {
    try {
      return sweeper.sweep(now, limit);
    } catch (IOException failure) {
      throw DiskFaults.of(failure);
    }
  }

  /**
   * Looks through one 256th of all files, and through some records of one segment, for what a crash
   * left behind; the next time through the next ones. Segments that are mostly dead are compacted.
   */
  public void patrol(Instant now) {
    try {
      sweeper.patrol(now);
    } catch (IOException failure) {
      throw DiskFaults.of(failure);
    }
  }

  /** Whether too little space is left to take new work; looks at the disk once a second at most. */
  public boolean full() {
    return space.low();
  }
}

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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Artifacts: bytes in a {@link ContentStore}, and in the index whose they are and until when.
 *
 * <p>{@link #stage} a file, write it, {@link StagedFile#seal} it, and {@link #record} it in the
 * transaction that makes it matter.
 */
public final class ArtifactStore implements AutoCloseable {
  private final StagingArea staging;
  private final Database database;
  private final ContentStore contents;
  private final ArtifactRows index;
  private final UploadedFiles files;
  private final InstantSource clock;
  private final FreeSpace space;

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
      Path directory,
      Database database,
      InstantSource clock,
      RandomGenerator random,
      StorageOptions options,
      Disk disk) {
    this(
        directory,
        database,
        clock,
        random,
        options,
        disk,
        scratch -> LocalContents.open(directory, database, clock, options, disk, scratch));
  }

  /**
   * The same of contents that lie elsewhere: nothing but what is staged is in the directory.
   *
   * @param contents opens the store of them, which is closed with this one; given what names a new
   *     file of its own in the directory
   */
  public static ArtifactStore elsewhere(
      Path dataDirectory,
      Database database,
      InstantSource clock,
      RandomGenerator random,
      StorageOptions options,
      Function<Supplier<Path>, ContentStore> contents) {
    return new ArtifactStore(
        dataDirectory, database, clock, random, options, new UnforcedDisk(), contents);
  }

  ArtifactStore(
      Path dataDirectory,
      Database database,
      InstantSource clock,
      RandomGenerator random,
      StorageOptions options,
      Disk disk,
      Function<Supplier<Path>, ContentStore> contents) {
    this.database = database;
    this.index = new ArtifactRows(random);
    this.files = new UploadedFiles(index, clock);
    this.clock = clock;
    this.space = new FreeSpace(dataDirectory, disk, clock, options.freeBytesMin());
    this.staging = StagingArea.open(dataDirectory, disk, options.segments());
    this.contents = contents.apply(staging::newFile);
  }

  /** A new empty content to write. */
  public StagedFile stage() {
    return staging.stage(contents);
  }

  /**
   * A new empty content that is never sealed: it is handed over or thrown away, as a preview is. It
   * costs no hash.
   */
  public StagedFile stageForHandOver() {
    return staging.stageForHandOver(contents);
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
    contents.recording(tx, sealed);
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
        .filter(original -> contents.sharing(tx, original.content()))
        .map(original ->
            index.insert(
                tx,
                tenant,
                original.content(),
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
    return new StoredContent(artifact.hash(), artifact.slice(), contents);
  }

  /** The same of what is not recorded yet. */
  StoredContent content(StoredBlob sealed) {
    return new StoredContent(sealed.hash(), sealed.slice(), contents);
  }

  /** The bytes where no more than their hash is known, whoever owns them. */
  public StoredContent content(ContentHash hash) {
    return new StoredContent(hash, Optional.empty(), contents);
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

  /** Sets the expiry; empty keeps it for good. */
  public void keepUntil(Tx tx, ArtifactId id, Optional<Instant> expires) {
    index.keepUntil(tx, id, expires);
  }

  /**
   * Deletes at most {@code limit} expired artifacts with the contents that nothing else refers to.
   *
   * @return how many artifacts were deleted: none while the contents are away
   */
  public int sweep(Instant now, int limit) {
    if (contents.problem().isPresent()) {
      return 0;
    }
    List<StoredBlob> deleted = database.write(tx -> index.deleteExpired(tx, now, limit));
    try {
      contents.remove(Set.copyOf(deleted), now);
    } catch (IOException failure) {
      throw DiskFaults.of(failure);
    }
    return deleted.size();
  }

  /**
   * Looks a little further for what a crash left behind; the next time from there on. In the data
   * directory that is one 256th of all files and some records of one segment, and segments that are
   * mostly dead are compacted.
   */
  public void patrol(Instant now) {
    if (contents.problem().isPresent()) {
      return;
    }
    try {
      contents.patrol(now);
    } catch (IOException failure) {
      throw DiskFaults.of(failure);
    }
  }

  /** Whether too little space is left to take new work; looks at the disk once a second at most. */
  public boolean full() {
    return space.low();
  }

  /** Whether every process that knows an artifact's row can read its bytes. */
  public boolean shared() {
    return contents.shared();
  }

  /** Why no new work can be taken, for people; empty if it can. */
  public Optional<String> problem() {
    return full() ? Optional.of("the disk is full") : contents.problem();
  }

  /** The same of the contents alone: nothing that is made now could be kept. */
  public Optional<String> contentsProblem() {
    return contents.problem();
  }

  @Override
  public void close() {
    contents.close();
  }
}

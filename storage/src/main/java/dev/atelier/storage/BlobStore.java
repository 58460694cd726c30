package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The sealed files. A file's modification time is when its content was last sealed, and putting and
 * removing the same content exclude each other: so a file that was sealed just now, and has no
 * index row yet, is never taken away from whoever sealed it.
 */
final class BlobStore {
  private final StorageLayout layout;
  private final Disk disk;
  private final DirectorySync sync;
  private final InstantSource clock;
  private final OpenSeals seals;
  private final ReentrantLock[] turns =
      IntStream.range(0, 64).mapToObj(_ -> new ReentrantLock()).toArray(ReentrantLock[]::new);

  BlobStore(
      StorageLayout layout, Disk disk, DirectorySync sync, InstantSource clock, OpenSeals seals) {
    this.layout = layout;
    this.disk = disk;
    this.sync = sync;
    this.clock = clock;
    this.seals = seals;
  }

  /** Moves a complete file, already on disk, to its place; the same content may be there. */
  void put(Path file, ContentHash hash) throws IOException {
    Path place;
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    var turn = turn(hash);
    turn.lock();
    try {
      seals.sealed(hash, clock.instant());
      place = layout.of(hash);
      layout.prepareFor(place);
      disk.move(file, place);
    } finally {
      turn.unlock();
    }
    sync.force(Objects.requireNonNull(place.getParent()));
  }

  /** One of those who sealed this content has a row for it, on disk. */
  void recorded(ContentHash hash) {
    seals.recorded(hash);
  }

  /**
   * The same as {@link #removeOld} of content that had a row: it goes at once unless somebody else
   * has sealed it and is about to record it.
   */
  boolean remove(ContentHash hash, Instant bound, Predicate<ContentHash> referred)
      throws IOException {
    Instant now = clock.instant();
    return delete(hash, sealed -> sealed.isBefore(bound) || seals.settled(hash, now), referred);
  }

  /** Deletes the file if it was sealed before {@code bound} and nothing refers to it. */
  boolean removeOld(ContentHash hash, Instant bound, Predicate<ContentHash> referred)
      throws IOException {
    return delete(hash, sealed -> sealed.isBefore(bound), referred);
  }

  private boolean delete(
      ContentHash hash, Predicate<Instant> sealed, Predicate<ContentHash> referred)
      throws IOException {
    var file = layout.of(hash);
    var turn = turn(hash);
    turn.lock();
    try {
      return Files.exists(file)
          && sealed.test(Files.getLastModifiedTime(file).toInstant())
          && !referred.test(hash)
          && Files.deleteIfExists(file);
    } finally {
      turn.unlock();
    }
  }

  private ReentrantLock turn(ContentHash hash) {
    return turns[Math.floorMod(hash.hashCode(), turns.length)];
  }
}

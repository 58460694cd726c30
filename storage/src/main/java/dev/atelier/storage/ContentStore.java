package dev.atelier.storage;

import dev.atelier.database.Tx;
import dev.atelier.image.ContentHash;
import dev.atelier.image.FaultException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Where the bytes of the artifacts lie, under their hashes. It knows nothing of whose they are and
 * until when: {@link ArtifactStore} tells it what is about to get a row, and whose row is gone.
 */
public interface ContentStore extends ContentSource, AutoCloseable {
  /**
   * Keeps a content that is staged in memory, its first {@code length} bytes; returns when it
   * outlives a crash. May be tried again where it fails.
   *
   * @throws FaultException {@code Unavailable} if it cannot be kept now
   */
  StoredBlob keep(ContentHash hash, byte[] content, int length) throws IOException;

  /** The same of a whole file, which is taken away then; what fails leaves it where it is. */
  StoredBlob keep(ContentHash hash, Path file, long bytes) throws IOException;

  /**
   * In the transaction that gives what was kept its row.
   *
   * @throws FaultException {@code Unavailable} if it was kept so long ago that it is gone again
   */
  void recording(Tx tx, StoredBlob kept);

  /** In a transaction that gives a content one more row: whether it stays. */
  boolean sharing(Tx tx, StoredBlob content);

  /**
   * Rows of these contents are gone: those go that have no other, and that nobody has kept anew.
   */
  void remove(Set<StoredBlob> contents, Instant now) throws IOException;

  /** Looks a little further for what a crash left without a row. */
  void patrol(Instant now) throws IOException;

  /** Whether other processes that share the rows read the same contents. */
  default boolean shared() {
    return false;
  }

  /** Why no content can be kept now, for people; asks nobody. */
  default Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  default void close() {}
}

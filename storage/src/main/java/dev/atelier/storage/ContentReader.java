package dev.atelier.storage;

import dev.atelier.database.Database;
import dev.atelier.image.ContentHash;
import dev.atelier.image.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Optional;

/** Reads contents that a server goes on working with, and checks their hashes. */
final class ContentReader {
  private static final int TRIES = 3;

  private final ContentSource contents;

  ContentReader(ContentSource contents) {
    this.contents = contents;
  }

  /** Contents of a data directory that a server goes on working in. */
  static ContentReader of(Path dataDirectory, Database database, DirectorySync sync) {
    return new ContentReader(
        new ContentLookup(
            database,
            new SegmentRows(),
            new SegmentFiles(dataDirectory, Disk.REAL, sync),
            new StorageLayout(dataDirectory, sync),
            () -> {
              throw new UnsupportedOperationException("nothing is written here");
            }));
  }

  /** Takes a content, to its end. */
  @FunctionalInterface
  interface Taker<T> {
    T take(InputStream in) throws IOException;
  }

  /**
   * Hands over the bytes, again where they went away meanwhile.
   *
   * @param slice where they were last known to be
   * @throws NoSuchFileException if they are nowhere
   * @throws DamagedContentException if they are others; what was taken is to be thrown away
   */
  <T> T read(ContentHash hash, Optional<SegmentSlice> slice, Taker<T> taker) throws IOException {
    for (int tries = 1; ; tries++) {
      var digest = Sha256.digest();
      try (var in = new DigestInputStream(contents.open(hash, slice), digest)) {
        T taken = taker.take(in);
        if (!ContentDigest.hash(digest).equals(hash)) {
          throw new DamagedContentException(hash);
        }
        return taken;
      } catch (NoSuchFileException gone) {
        if (tries == TRIES) {
          throw gone;
        }
      }
    }
  }
}

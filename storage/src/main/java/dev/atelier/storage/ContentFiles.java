package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes contents as the files of a data directory that is not in use. */
final class ContentFiles {
  private final StorageLayout layout;
  private final Disk disk;

  ContentFiles(Path dataDirectory, Disk disk, DirectorySync sync) {
    this.layout = new StorageLayout(dataDirectory, sync);
    this.disk = disk;
  }

  /** Returns the number of bytes when they are on disk; nothing is left of what fails. */
  long write(ContentHash hash, InputStream in) throws IOException {
    Path file = layout.of(hash);
    layout.prepareFor(file);
    boolean written = false;
    try (var out = disk.create(file)) {
      long bytes = in.transferTo(out);
      disk.force(out);
      written = true;
      return bytes;
    } finally {
      if (!written) {
        Files.deleteIfExists(file);
      }
    }
  }
}

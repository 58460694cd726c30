package dev.atelier.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file that need not stay in the operating system's memory for the next reader. */
final class UncachedFile extends FilterInputStream {
  private final Path path;

  /** Throws {@link java.nio.file.NoSuchFileException} if it is gone. */
  UncachedFile(Path path) throws IOException {
    super(Files.newInputStream(path));
    this.path = path;
  }

  @Override
  public void close() throws IOException {
    super.close();
    PageCache.forget(path);
  }
}

package dev.atelier.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file with a stored content: the stored one itself, or a copy that goes when it is closed. */
public final class ContentFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ContentFile.class);

  private final Path path;
  private final boolean copied;

  private ContentFile(Path path, boolean copied) {
    this.path = path;
    this.copied = copied;
  }

  /** A file that stays when this is closed. */
  public static ContentFile kept(Path path) {
    return new ContentFile(path, false);
  }

  /** Writes a new file, which goes when this is closed. */
  public static ContentFile copy(Path path, InputStream in) throws IOException {
    var file = new ContentFile(path, true);
    try {
      Files.copy(in, path);
      return file;
    } catch (IOException | RuntimeException failure) {
      file.close();
      throw failure;
    }
  }

  /** To be read only, and not after this was closed. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    if (copied) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException failure) {
        LOG.warn("a copied file is left until the next start: {}", failure.getMessage());
      }
    }
  }
}

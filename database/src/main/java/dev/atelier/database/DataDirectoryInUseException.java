package dev.atelier.database;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Another process holds the data directory; the message says which and what to do. */
public final class DataDirectoryInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DataDirectoryInUseException(Path directory, @Nullable String holder) {
    super(
        "the data directory "
            + directory
            + " is in use by another Atelier"
            + (holder == null ? "" : " (process " + holder + ")")
            + ": stop it, or choose another directory with --data");
  }
}

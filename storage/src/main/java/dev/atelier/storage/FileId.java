package dev.atelier.storage;

import java.util.UUID;

/** One {@link UploadedFile}; those of a later millisecond sort after earlier ones. */
public record FileId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}

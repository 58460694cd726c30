package dev.atelier.gateway.input;

import dev.atelier.storage.Artifact;
import dev.atelier.storage.StagedFile;

/**
 * A picture that came with a request, not yet checked; {@code field} is the caller's name for it.
 */
public sealed interface InputSource extends AutoCloseable {
  String field();

  @Override
  default void close() {}

  /** Bytes that were uploaded or fetched; thrown away on close unless they were accepted. */
  record Received(String field, StagedFile staged) implements InputSource {
    @Override
    public void close() {
      staged.close();
    }
  }

  /** Bytes that are stored here already. */
  record Stored(String field, Artifact artifact) implements InputSource {}
}

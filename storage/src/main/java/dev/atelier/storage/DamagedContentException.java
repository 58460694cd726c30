package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import java.io.IOException;

/** The bytes under a hash are others. */
public final class DamagedContentException extends IOException {
  private static final long serialVersionUID = 1L;

  public DamagedContentException(ContentHash hash) {
    super("the content " + hash.hex() + " is damaged");
  }
}

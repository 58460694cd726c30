package dev.atelier.http.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Takes long strings out of a JSON text while it is read.
 *
 * <p>Asked once for each string value that begins with {@code data:} or has at least {@link
 * #threshold} bytes. A string that is taken has a {@link Spooled} in its place in the tree.
 */
@FunctionalInterface
public interface FieldSpool {
  /** Keeps every string in the tree. */
  FieldSpool NONE = _ -> Optional.empty();

  int DEFAULT_THRESHOLD = 4 << 10;

  /**
   * The sink for the string at a JSON pointer (RFC 6901) such as {@code /images/0/image_url}, or
   * empty to keep it in the tree. It receives the string's bytes with escapes resolved, which must
   * be ASCII, and is closed after the last one; on failure it is left as it is.
   */
  Optional<OutputStream> open(String pointer) throws IOException;

  /** From how many bytes on a string is offered; 0 offers all. */
  default int threshold() {
    return DEFAULT_THRESHOLD;
  }
}

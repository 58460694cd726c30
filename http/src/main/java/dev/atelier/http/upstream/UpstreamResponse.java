package dev.atelier.http.upstream;

import java.io.InputStream;
import java.util.Optional;

/** An answer while it arrives. */
public interface UpstreamResponse {
  /** 200..599 */
  int status();

  /** The first header of this name. */
  Optional<String> header(String name);

  /**
   * Its body, unpacked where it came compressed; ends only where the answer is whole, and throws
   * {@link UpstreamException} where it breaks off.
   */
  InputStream body();

  default boolean success() {
    return status() >= 200 && status() <= 299;
  }
}

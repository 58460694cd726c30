package dev.atelier.studio;

import dev.atelier.http.server.EntityTag;
import java.util.Map;
import java.util.Optional;

/**
 * One file of the page.
 *
 * @param content must not be changed
 * @param packed the same by gzip, where that was worth it
 */
record StudioFile(String name, byte[] content, Optional<byte[]> packed) {
  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  /** Weak, since it may go packed. */
  EntityTag tag() {
    return new EntityTag(EntityTag.of(content).opaque(), true);
  }

  String mediaType() {
    return MEDIA_TYPES.getOrDefault(
        name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
  }
}

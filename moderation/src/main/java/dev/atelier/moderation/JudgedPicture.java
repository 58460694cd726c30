package dev.atelier.moderation;

import dev.atelier.image.Blocked.Stage;
import dev.atelier.media.ImageInfo;
import java.nio.file.Path;

/**
 * A whole picture that can be decoded.
 *
 * @param file where its bytes are; neither changed nor moved while it is judged
 * @param info its format, which names its media type, and its pixels
 * @param stage whether it came with a request or was made
 */
public record JudgedPicture(Path file, ImageInfo info, Stage stage) {
  public String mediaType() {
    return info.format().mediaType();
  }
}

package dev.atelier.api.openai;

import dev.atelier.api.InlineImage;
import dev.atelier.api.Uploads;
import dev.atelier.http.wire.FieldSpool;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes the pictures out of a JSON edit while it is read. */
final class InlineImages implements FieldSpool {
  private static final Pattern PLACES = Pattern.compile("/images/[0-9]+/image_url|/mask/image_url");
  private static final int URL_MAX = 32 << 10;

  private final Uploads uploads;
  private final Map<String, InlineImage> byPointer = new HashMap<>();

  InlineImages(Uploads uploads) {
    this.uploads = uploads;
  }

  @Override
  public Optional<OutputStream> open(String pointer) {
    if (!PLACES.matcher(pointer).matches()) {
      return Optional.empty();
    }
    var image = InlineImage.dataUrl(uploads.open());
    byPointer.put(pointer, image);
    return Optional.of(image);
  }

  /** Ordinary URLs stay in the tree. */
  @Override
  public int threshold() {
    return URL_MAX;
  }

  /** What came at this place; it must have been taken there. */
  InlineImage at(String pointer) {
    return Optional.ofNullable(byPointer.get(pointer)).orElseThrow();
  }
}

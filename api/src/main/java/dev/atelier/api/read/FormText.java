package dev.atelier.api.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.atelier.api.read.Uploads.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

/**
 * Tells the bytes of a picture from a text in their place that is one or says where one is. Any
 * other text stays what it is, and is refused as no picture.
 */
final class FormText {
  private static final int HEAD_BYTES = 64;
  private static final int URL_MAX = 32 << 10;

  /** How a name of a picture begins, in small letters. */
  private static final List<String> NAMES = List.of("http://", "https://", "file-");

  /** How a text of its bytes does: a data URL, and base64 of each format. */
  private static final List<String> TEXTS =
      List.of("data:", "ivborw0kggo", "/9j/", "_9j_", "uklgr");

  private final ReferenceText texts;
  private final Uploads uploads;

  FormText(ReferenceText texts, Uploads uploads) {
    this.texts = texts;
    this.uploads = uploads;
  }

  ImageReference reference(String field, Upload upload) throws IOException {
    String head = head(upload);
    if (upload.bytes() <= URL_MAX && NAMES.stream().anyMatch(head::startsWith)) {
      return texts.read(field, Files.readString(upload.path(), ISO_8859_1));
    }
    if (upload.bytes() <= uploads.bytesMax() && TEXTS.stream().anyMatch(head::startsWith)) {
      return decoded(field, upload);
    }
    return new ImageReference.Inline(field, upload);
  }

  /** Whether it is what programs make of a missing value. */
  boolean isNothing(Upload upload) throws IOException {
    return upload.bytes() < HEAD_BYTES
        && Value.Text.isNothing(Files.readString(upload.path(), ISO_8859_1));
  }

  private ImageReference decoded(String field, Upload text) throws IOException {
    InlineImage image = texts.open();
    try (image) {
      Files.copy(text.path(), image);
    }
    return texts.usable(field, image);
  }

  private static String head(Upload upload) throws IOException {
    try (InputStream in = Files.newInputStream(upload.path())) {
      return new String(in.readNBytes(HEAD_BYTES), ISO_8859_1).strip().toLowerCase(Locale.ROOT);
    }
  }
}

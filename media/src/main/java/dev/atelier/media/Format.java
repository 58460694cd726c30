package dev.atelier.media;

import dev.atelier.image.OutputFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Tells the formats apart by their first bytes; names and declared types are not asked. */
final class Format {
  static final int HEAD_BYTES = 12;

  private static final byte[] PNG = latin("\u0089PNG\r\n\u001a\n");
  private static final byte[] JPEG = latin("\u00ff\u00d8\u00ff");
  private static final byte[] RIFF = latin("RIFF");
  private static final byte[] WEBP = latin("WEBP");

  private Format() {}

  /** The format that {@code head}, at least {@value #HEAD_BYTES} bytes, begins. */
  static Optional<OutputFormat> of(byte[] head) {
    if (matches(head, 0, head.length, PNG)) {
      return Optional.of(OutputFormat.PNG);
    }
    if (matches(head, 0, head.length, JPEG)) {
      return Optional.of(OutputFormat.JPEG);
    }
    return matches(head, 0, head.length, RIFF) && matches(head, 8, head.length, WEBP)
        ? Optional.of(OutputFormat.WEBP)
        : Optional.empty();
  }

  /** Whether {@code length} bytes, fewer than a head, could be the start of a picture. */
  static boolean begins(byte[] head, int length) {
    return length > 0
        && (matches(head, 0, length, PNG)
            || matches(head, 0, length, JPEG)
            || (matches(head, 0, length, RIFF) && matches(head, 8, length, WEBP)));
  }

  private static boolean matches(byte[] head, int from, int length, byte[] mark) {
    int to = Math.min(length, from + mark.length);
    return from >= to || Arrays.equals(head, from, to, mark, 0, to - from);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}

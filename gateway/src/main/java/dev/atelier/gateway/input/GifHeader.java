package dev.atelier.gateway.input;

import dev.atelier.image.ImageSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The first ten bytes of a GIF: nothing here decodes one. */
final class GifHeader {
  private static final int LENGTH = 10;
  private static final Set<String> SIGNATURES = Set.of("GIF87a", "GIF89a");

  private GifHeader() {}

  /** The size a file claims if it begins as a GIF. */
  static Optional<ImageSize> size(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(LENGTH);
      if (head.length < LENGTH
          || !SIGNATURES.contains(new String(head, 0, 6, StandardCharsets.US_ASCII))) {
        return Optional.empty();
      }
      var numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
      int width = Short.toUnsignedInt(numbers.getShort(6));
      int height = Short.toUnsignedInt(numbers.getShort(8));
      return width == 0 || height == 0
          ? Optional.empty()
          : Optional.of(new ImageSize(width, height));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

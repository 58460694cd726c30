package dev.atelier.providers.sandbox;

import dev.atelier.media.Decoder;
import dev.atelier.media.Probe;
import dev.atelier.media.Raster;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.provider.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;

/** Decodes the pictures of a call, by way of a temporary file that is gone afterwards. */
final class Inputs {
  private final Decoder decoder = new Decoder();

  /** The decoded picture, which the caller closes. */
  Raster decode(Call.Input input) throws IOException, UnusableMediaException {
    var file = Files.createTempFile("atelier-sandbox-", "." + input.format().extension());
    try {
      try (var in = input.open()) {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      }
      return decoder.decode(file, Probe.read(file));
    } finally {
      Files.deleteIfExists(file);
    }
  }
}

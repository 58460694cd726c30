package dev.atelier.gateway.input;

import dev.atelier.media.Decoder;
import dev.atelier.media.ImageInfo;
import dev.atelier.media.InputLimits;
import dev.atelier.media.PixelBudget;
import dev.atelier.media.Probe;
import dev.atelier.media.UnusableMediaException;
import java.nio.file.Path;

/** Tells whether an image can be worked from: by walking through it, and by decoding it once. */
public record InputCheck(Decoder decoder, PixelBudget budget, InputLimits limits) {

  /**
   * @throws UnusableMediaException if it cannot
   * @throws dev.atelier.image.FaultException when no room for decoding came free in time
   */
  ImageInfo decoded(Path path) throws UnusableMediaException {
    ImageInfo info = Probe.whole(path, limits);
    budget.with(() -> {
      decoder.decode(path, info).close();
      return info;
    });
    return info;
  }
}

package dev.atelier.api.apimart;

import dev.atelier.image.FaultException;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Output;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.RequestFault.SizeRule;
import dev.atelier.image.SizeChoice;
import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code size} and {@code resolution} ask for together. */
sealed interface RequestedSize {
  Pattern PIXELS = Pattern.compile("([0-9]{3,4})[xX×]([0-9]{3,4})");

  /** The ratio of the first reference, or square. */
  record Auto(Resolution resolution) implements RequestedSize {}

  /** What the table says. */
  record Listed(ImageSize size) implements RequestedSize {}

  /** Exactly these pixels, which the resolution does not change. */
  record Pixels(ImageSize size) implements RequestedSize {}

  /**
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  static RequestedSize read(String size, Resolution resolution) {
    if (size.equals("auto")) {
      return new Auto(resolution);
    }
    return Ratio.named(size)
        .<RequestedSize>map(ratio -> new Listed(ratio.at(resolution)))
        .or(() -> pixels(size).map(Pixels::new))
        .orElseThrow(
            () -> RequestFault.invalid("size", new Problem.Size(size, new SizeRule.Syntax())));
  }

  /** The output in the size wished for. */
  default Output on(Output output, Optional<ImageSize> firstReference) {
    return switch (this) {
      case Auto(var resolution) ->
          output.withSize(
              new SizeChoice.Exact(
                  firstReference.map(Ratio::nearest).orElse(Ratio.SQUARE).at(resolution)));
      case Listed(var size) -> output.withSize(new SizeChoice.Exact(size));
      case Pixels(var size) -> output.withDelivered(size);
    };
  }

  private static Optional<ImageSize> pixels(String text) {
    var matcher = PIXELS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int width = Integer.parseInt(matcher.group(1));
    int height = Integer.parseInt(matcher.group(2));
    return width == 0 || height == 0 ? Optional.empty() : Optional.of(new ImageSize(width, height));
  }
}

package dev.atelier.api.apimart;

import dev.atelier.api.read.Fields;
import dev.atelier.api.read.WrittenSize;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Output;
import dev.atelier.image.RequestFault;
import dev.atelier.image.SizeChoice;
import java.util.Optional;

/** What {@code size} and {@code resolution} ask for together. */
sealed interface RequestedSize {
  String SIZE = "size";

  /** The ratio of the first reference, or square. */
  record Auto(Resolution resolution) implements RequestedSize {}

  /** What the table says. */
  record Listed(ImageSize size) implements RequestedSize {}

  /** Exactly these pixels, which the resolution does not change. */
  record Pixels(ImageSize size) implements RequestedSize {}

  /**
   * @param written what was read of the field, which may be a ratio too
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  static RequestedSize read(Fields fields, WrittenSize written, Resolution resolution) {
    if (!fields.says(SIZE)) {
      return new Listed(Ratio.SQUARE.at(resolution));
    }
    return switch (written) {
      case WrittenSize.Auto _ -> new Auto(resolution);
      case WrittenSize.Pixels(var size) -> new Pixels(size);
      case WrittenSize.Word word ->
          Ratio.named(word.plain().replaceAll("[/\u2236]", ":"))
              .map(ratio -> new Listed(ratio.at(resolution)))
              .orElseThrow(() -> word.refused(fields, SIZE));
    };
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
}

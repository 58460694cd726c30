package dev.atelier.api.read;

import dev.atelier.catalog.SizeRules;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageSize;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.RequestFault.SizeRule;
import dev.atelier.image.SizeChoice;

/** A size as a client writes it. */
public sealed interface WrittenSize {
  /** Whatever suits the picture, or nothing was said. */
  record Auto() implements WrittenSize {}

  record Pixels(ImageSize size) implements WrittenSize {}

  /**
   * Neither; an API may know more words.
   *
   * @param plain in small letters and without blanks, unless the server is strict
   */
  record Word(String text, String plain) implements WrittenSize {
    public FaultException refused(Fields fields, String name) {
      return fields.invalid(name, new Problem.Size(text, new SizeRule.Syntax()));
    }
  }

  /**
   * Reads a field; {@link Auto} if it is not given.
   *
   * @param rules of the model that the size is meant for
   * @throws FaultException {@link RequestFault.InvalidField} also for pixels that no picture has
   */
  static WrittenSize of(Fields fields, String name, SizeRules rules) {
    return new ReadSize(fields, name, rules).read();
  }

  /** As an order has it, for an API that knows no more words. */
  default SizeChoice choice(Fields fields, String name) {
    return switch (this) {
      case Auto _ -> SizeChoice.AUTO;
      case Pixels(var size) -> new SizeChoice.Exact(size);
      case Word word -> throw word.refused(fields, name);
    };
  }
}

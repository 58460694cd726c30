package dev.atelier.api.openai;

import dev.atelier.api.read.FieldNames;
import dev.atelier.api.read.Fields;
import dev.atelier.api.read.OrderFields;
import dev.atelier.catalog.Model;
import dev.atelier.image.Background;
import dev.atelier.image.FaultException;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.SizeChoice;

/**
 * The fields that say how a picture shall look, the same in a request for images and in an image
 * tool. Every method throws a {@link FaultException} with {@link RequestFault.InvalidField}.
 */
public final class OutputFields {
  private static final int PARTIALS_MAX = 3;

  private OutputFields() {}

  public static Output output(Fields fields, Model model) {
    var common = new OrderFields(fields, FieldNames.OPENAI);
    SizeChoice size = common.size(model).choice(fields, "size");
    Quality quality = common.quality(model);
    OutputFormat format = common.format();
    int compression = common.compression();
    Background background = common.background();
    if (background == Background.TRANSPARENT && !format.carriesAlpha()) {
      throw fields.invalid(
          "background",
          new Problem.Other("a transparent background is only possible for png and webp output."));
    }
    return new Output(size, quality, format, compression, background);
  }

  /**
   * How many previews are wanted.
   *
   * @param stream whether the answer is one, without which there can be none
   */
  public static int partials(Fields fields, boolean stream) {
    int partials = fields.integer("partial_images", 0, PARTIALS_MAX).orElse(0);
    if (partials > 0 && !stream) {
      throw fields.invalid(
          "partial_images",
          new Problem.Other("partial images are only sent when 'stream' is true."));
    }
    return partials;
  }
}

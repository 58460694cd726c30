package dev.atelier.catalog;

import dev.atelier.image.Fault.SizeRule;
import dev.atelier.image.ImageSize;
import java.util.List;
import java.util.Optional;

/**
 * Which pixel sizes a model makes; every bound is inclusive (OpenAI Images, 1.1).
 *
 * @param step both edges are multiples of it
 * @param ratioMax most of long edge : short edge
 * @param auto what {@code auto} means for a generation
 * @param autoEditPixels about how many pixels {@code auto} gives an edit, in the first input's
 *     ratio
 * @param popular sizes worth offering
 */
public record SizeRules(
    int step,
    int longEdgeMax,
    int ratioMax,
    long pixelsMin,
    long pixelsMax,
    ImageSize auto,
    long autoEditPixels,
    List<ImageSize> popular) {
  public SizeRules {
    popular = List.copyOf(popular);
  }

  /** The first rule that {@code size} breaks, in the order step, edge, ratio, minimum, maximum. */
  public Optional<SizeRule> broken(ImageSize size) {
    if (size.width() % step != 0 || size.height() % step != 0) {
      return Optional.of(new SizeRule.MultipleOf(step));
    }
    if (size.longEdge() > longEdgeMax) {
      return Optional.of(new SizeRule.LongEdge(longEdgeMax));
    }
    if (size.longEdge() > (long) ratioMax * size.shortEdge()) {
      return Optional.of(new SizeRule.Ratio(ratioMax));
    }
    if (size.pixels() < pixelsMin) {
      return Optional.of(new SizeRule.TooFewPixels(pixelsMin));
    }
    if (size.pixels() > pixelsMax) {
      return Optional.of(new SizeRule.TooManyPixels(pixelsMax));
    }
    return Optional.empty();
  }

  /** What {@code auto} gives an edit whose first input has this size: its ratio as far as legal. */
  public ImageSize autoFor(ImageSize firstInput) {
    return nearest(firstInput, autoEditPixels);
  }

  /** The legal size of about {@code pixels} pixels nearest to the ratio of {@code shape}. */
  public ImageSize nearest(ImageSize shape, long pixels) {
    double ratio =
        Math.clamp((double) shape.width() / shape.height(), 1.0 / ratioMax, (double) ratioMax);
    int width = roundToStep(Math.sqrt(pixels * ratio));
    int height = roundToStep(Math.sqrt(pixels / ratio));
    while ((long) width > (long) ratioMax * height) {
      height += step;
    }
    while ((long) height > (long) ratioMax * width) {
      width += step;
    }
    return new ImageSize(width, height);
  }

  private int roundToStep(double edge) {
    int rounded = (int) Math.round(edge / step) * step;
    return Math.clamp(rounded, step, longEdgeMax / step * step);
  }
}

package dev.atelier.catalog;

import dev.atelier.image.ImageSize;
import dev.atelier.image.RequestFault.SizeRule;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which pixel sizes a model makes; every bound is inclusive.
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
  private static final int STEPS_AROUND = 2;

  public SizeRules {
    popular = List.copyOf(popular);
    ModelException.requireAtLeast("step", 1, step);
    ModelException.requireAtLeast("longEdgeMax", step, longEdgeMax);
    ModelException.requireAtLeast("ratioMax", 1, ratioMax);
    ModelException.requireAtLeast("pixelsMin", 1, pixelsMin);
    ModelException.requireAtLeast("pixelsMax", pixelsMin, pixelsMax);
    ModelException.requireAtLeast("autoEditPixels", pixelsMin, autoEditPixels);
  }

  /** The first rule that {@code size} breaks, in the order step, edge, ratio, minimum, maximum. */
  public Optional<SizeRule> broken(ImageSize size) {
    return size.width() % step != 0 || size.height() % step != 0
        ? Optional.of(new SizeRule.MultipleOf(step))
        : brokenBounds(size);
  }

  /** The first rule but the step that {@code size} breaks: it is at least near a legal size. */
  public Optional<SizeRule> brokenBounds(ImageSize size) {
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

  /**
   * The legal size to make a picture in that is then resampled to {@code wanted}: of those within
   * two steps the one that distorts it least, and of equals the nearest in pixels.
   *
   * @param wanted within the bounds
   */
  public ImageSize nearestLegal(ImageSize wanted) {
    return IntStream.rangeClosed(-STEPS_AROUND, STEPS_AROUND)
        .boxed()
        .flatMap(x ->
            IntStream.rangeClosed(-STEPS_AROUND, STEPS_AROUND).mapToObj(y -> stepped(wanted, x, y)))
        .filter(size -> broken(size).isEmpty())
        .min(
            Comparator.<ImageSize>comparingDouble(size -> distortion(wanted, size))
                .thenComparingLong(size -> Math.abs(size.pixels() - wanted.pixels())))
        .orElseGet(() -> nearest(wanted, wanted.pixels()));
  }

  /**
   * The legal size to make a picture in that has too few pixels for the model: of those with the
   * ratio that is nearest the smallest.
   *
   * @param wanted within the ratio
   */
  public ImageSize enlarged(ImageSize wanted) {
    return IntStream.rangeClosed(1, longEdgeMax / step)
        .mapToObj(steps -> steps * step)
        .flatMap(width -> {
          long height = Math.round((double) width * wanted.height() / wanted.width() / step) * step;
          return height < step || height > longEdgeMax
              ? Stream.empty()
              : Stream.of(new ImageSize(width, (int) height));
        })
        .filter(size -> broken(size).isEmpty())
        .min(
            Comparator.<ImageSize>comparingDouble(size -> distortion(wanted, size))
                .thenComparingLong(ImageSize::pixels))
        .orElseGet(() -> nearest(wanted, pixelsMin));
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

  private ImageSize stepped(ImageSize wanted, int x, int y) {
    return new ImageSize(
        Math.max(step, (Math.round((float) wanted.width() / step) + x) * step),
        Math.max(step, (Math.round((float) wanted.height() / step) + y) * step));
  }

  /** How much further one edge is stretched than the other, 0 for not at all. */
  private static double distortion(ImageSize wanted, ImageSize made) {
    return Math.abs(
        Math.log(
            (double) wanted.width() * made.height() / ((double) wanted.height() * made.width())));
  }

  private int roundToStep(double edge) {
    int rounded = (int) Math.round(edge / step) * step;
    return Math.clamp(rounded, step, longEdgeMax / step * step);
  }
}

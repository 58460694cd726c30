package dev.atelier.server.metrics;

import dev.atelier.image.ImageSize;
import dev.atelier.image.Order;
import dev.atelier.image.SizeChoice;
import java.util.Set;

/** What was ordered, in few words. */
final class OrderLabels {
  private static final Set<String> QUALITIES =
      Set.of("auto", "low", "medium", "high", "xhigh", "max", "standard", "hd");
  private static final long HALF_MEGAPIXEL = 1L << 19;

  private OrderLabels() {}

  /**
   * Its size by pixels: {@code below-1k}, {@code 1k} up to 1.5 megapixels, {@code 2k} up to 4.5,
   * {@code 4k} above; {@code auto} where the order leaves it open.
   */
  static String size(Order order) {
    return switch (order.output().size()) {
      case SizeChoice.Auto _ -> "auto";
      case SizeChoice.Exact(var size) -> tier(size);
    };
  }

  private static String tier(ImageSize size) {
    long halves = Math.ceilDiv(size.pixels(), HALF_MEGAPIXEL);
    if (halves <= 1) {
      return "below-1k";
    }
    if (halves <= 3) {
      return "1k";
    }
    return halves <= 9 ? "2k" : "4k";
  }

  /** Its quality, where that is one of the usual words. */
  static String quality(Order order) {
    String word = order.output().quality().word();
    return QUALITIES.contains(word) ? word : BoundedLabel.OTHER;
  }
}

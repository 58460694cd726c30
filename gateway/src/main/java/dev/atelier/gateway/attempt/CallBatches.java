package dev.atelier.gateway.attempt;

import dev.atelier.image.Order;
import dev.atelier.provider.Capabilities;
import java.util.List;
import java.util.stream.IntStream;

/** How a job's pictures are shared out over calls. */
public final class CallBatches {
  private CallBatches() {}

  /** The pictures of the first call for an order. */
  public static List<Integer> first(Order order, Capabilities capabilities) {
    return first(IntStream.range(0, order.count()).boxed().toList(), order, capabilities);
  }

  /** The pictures of the next call when these are still missing. */
  public static List<Integer> first(List<Integer> missing, Order order, Capabilities capabilities) {
    int most = capabilities.imagesPerCall(order.partials());
    return missing.subList(0, Math.min(missing.size(), most));
  }
}

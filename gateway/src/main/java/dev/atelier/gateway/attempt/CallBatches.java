package dev.atelier.gateway.attempt;

import dev.atelier.image.Order;
import dev.atelier.provider.account.Slot;
import java.util.List;
import java.util.stream.IntStream;

/** How a job's pictures are shared out over calls. */
public final class CallBatches {
  private CallBatches() {}

  /** The pictures of the first call for an order. */
  public static List<Integer> first(Order order, Slot slot) {
    return first(IntStream.range(0, order.count()).boxed().toList(), order, slot);
  }

  /** The pictures of the next call when these are still missing. */
  public static List<Integer> first(List<Integer> missing, Order order, Slot slot) {
    return missing.subList(0, slot.order(missing.size(), order.partials()));
  }
}

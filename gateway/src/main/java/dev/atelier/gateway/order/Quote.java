package dev.atelier.gateway.order;

import dev.atelier.image.AdmissionFault.QuoteRefused;
import dev.atelier.image.FaultException;
import dev.atelier.image.QuoteProblem;
import dev.atelier.image.TenantId;
import java.time.Instant;

/**
 * A price that holds for an order until a moment, whatever price lists begin meanwhile. It takes
 * nothing, and is not used up by an order.
 *
 * @param tenant to whom it was given
 * @param list by which the order is sold
 * @param heldMicros the most that one picture may cost, in micro-dollars
 */
public record Quote(
    TenantId tenant, String list, long heldMicros, Instant expires, QuotedOrder order) {

  /** The most that all of it may cost, in micro-dollars. */
  public long ceilingMicros() {
    return Math.multiplyExact(heldMicros, order.count());
  }

  /**
   * Holds an order against this.
   *
   * @throws FaultException {@link QuoteRefused}
   */
  void require(QuotedOrder ordered) {
    order.refuses(ordered).ifPresent(Quote::refuse);
  }

  private static void refuse(QuoteProblem problem) {
    throw new FaultException(new QuoteRefused(problem));
  }
}

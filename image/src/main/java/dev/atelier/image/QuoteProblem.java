package dev.atelier.image;

import java.time.Instant;

/** Why an order cannot have the price that it was quoted. */
public sealed interface QuoteProblem {
  /** It is none that this server gave to this tenant: forged, changed or another's. */
  record Unknown() implements QuoteProblem {}

  /**
   * @param held until when it held
   */
  record Expired(Instant held) implements QuoteProblem {}

  /** It was given while only accounts that cost nothing served such orders. */
  record NoLongerFree() implements QuoteProblem {}

  /**
   * It is for another order.
   *
   * @param what differs, such as {@code size}
   */
  record OtherOrder(String what, String quoted, String ordered) implements QuoteProblem {}
}

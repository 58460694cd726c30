package dev.atelier.webhook.delivery;

/** What became of a delivery. Every state but the first is final, until it is redelivered. */
public enum DeliveryState {
  /** Waits for its next try, or is being tried. */
  PENDING,
  /** The receiver answered 2xx. */
  DELIVERED,
  /** Every try failed, its time was over, or an answer that its API takes as final. */
  FAILED,
  /** Nobody wants it any more: 410, endpoint removed or paused, or nothing left to send. */
  DROPPED,
  /** The URL, or one that it redirects to, leads to a private address or is none. */
  REFUSED;

  /** Whether it ended without its receiver having, or having declined, it. */
  public boolean lost() {
    return this == FAILED || this == REFUSED;
  }
}

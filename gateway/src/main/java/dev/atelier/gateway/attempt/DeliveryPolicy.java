package dev.atelier.gateway.attempt;

import dev.atelier.image.Difference;

/**
 * What becomes of an image that is not what was ordered. Only what is delivered is charged; what an
 * image that is ordered again costs upstream is ours.
 *
 * @param wrongSize of an image in other pixels than ordered
 * @param repeated of an image that the job has already
 * @param reorders how often an image that came and could not be delivered, or did not come though
 *     the call succeeded, is ordered again, 0 or more
 */
public record DeliveryPolicy(WrongSize wrongSize, Repeated repeated, int reorders) {
  public static final DeliveryPolicy DEFAULT =
      new DeliveryPolicy(WrongSize.RESAMPLE, Repeated.ACCEPT, 1);

  public DeliveryPolicy {
    if (reorders < 0) {
      throw new IllegalArgumentException("reorders " + reorders);
    }
  }

  /** Of an image in other pixels than ordered. */
  public enum WrongSize {
    /** It is delivered as it is, at the price of what it is. */
    ACCEPT,
    /** It is made the ordered size where its shape is nearly right; else it is not delivered. */
    RESAMPLE,
    /** It is not delivered. */
    FAIL
  }

  /** Of an image that the job has already; in neither case is it charged once more. */
  public enum Repeated {
    /** It is delivered, for nothing. */
    ACCEPT,
    /** It is not delivered, and ordered again, but where images are made for nothing anyway. */
    REORDER
  }

  /**
   * Whether an image is ordered again. What came wrong will do so again at the same account, so it
   * goes elsewhere or nowhere; what did not come at all, or twice, may come from the same.
   *
   * @param wasted calls that were charged and did not bring it, the latest included
   * @param elsewhere whether an account that was not called for it could take it
   */
  boolean reorders(Difference.Kind why, int wasted, boolean elsewhere) {
    boolean same = why == Difference.Kind.MISSING || why == Difference.Kind.REPEATED;
    return wasted <= reorders && (elsewhere || same);
  }
}

package dev.atelier.provider;

/**
 * What a kind of upstream can do.
 *
 * @param imagesPerCall most pictures one call makes
 * @param resumable whether a call can be found again by the upstream's id
 * @param free whether a call costs nothing, so that repeating one is always safe and its pictures
 *     are not charged
 * @param partials whether it sends previews while it works
 * @param previewsAlone whether a call that sends previews makes one picture only
 */
public record Capabilities(
    int imagesPerCall, boolean resumable, boolean free, boolean partials, boolean previewsAlone) {

  /** One whose calls send previews of any number of pictures. */
  public Capabilities(int imagesPerCall, boolean resumable, boolean free, boolean partials) {
    this(imagesPerCall, resumable, free, partials, false);
  }

  /**
   * Most pictures of one call for such an order.
   *
   * @param partials previews of each picture
   */
  public int imagesPerCall(int partials) {
    return previewsAlone && partials > 0 ? 1 : imagesPerCall;
  }

  /** The same for an account that takes no more than this in one call. */
  Capabilities atMost(int images) {
    return new Capabilities(
        Math.min(imagesPerCall, images), resumable, free, partials, previewsAlone);
  }
}

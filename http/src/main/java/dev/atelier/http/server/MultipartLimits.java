package dev.atelier.http.server;

/**
 * How much one form may hold.
 *
 * @param partsMax parts of one body
 * @param textBytesMax one text part
 * @param headBytesMax the header lines of one part, at most 8 KiB
 */
public record MultipartLimits(int partsMax, int textBytesMax, int headBytesMax) {
  public static final MultipartLimits DEFAULT = new MultipartLimits(128, 256 << 10, 8 << 10);

  public MultipartLimits {
    if (partsMax < 1 || textBytesMax < 0 || headBytesMax < 1 || headBytesMax > 8 << 10) {
      throw new IllegalArgumentException("at least one part, at most 8 KiB of headers each");
    }
  }
}

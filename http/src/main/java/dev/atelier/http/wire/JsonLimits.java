package dev.atelier.http.wire;

/**
 * What one JSON text may cost in memory, spooled strings apart.
 *
 * @param depthMax nested arrays and objects
 * @param heapBytesMax bytes of names and strings that are kept, plus 64 for each value
 */
public record JsonLimits(int depthMax, long heapBytesMax) {
  public static final JsonLimits DEFAULT = new JsonLimits(64, 4 << 20);
}

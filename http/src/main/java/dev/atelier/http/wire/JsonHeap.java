package dev.atelier.http.wire;

/** Counts what a JSON tree costs against its limit. */
final class JsonHeap {
  private static final int NODE_BYTES = 64;

  private final long bytesMax;
  private long bytes;

  JsonHeap(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  void node() throws MalformedJsonException {
    bytes(NODE_BYTES);
  }

  void bytes(int count) throws MalformedJsonException {
    bytes += count;
    if (bytes > bytesMax) {
      throw new MalformedJsonException(
          "the JSON holds more than " + bytesMax + " bytes beside its images");
    }
  }
}

package dev.atelier.media.png;

/** Chooses a {@link Packing} by squeezing a few rows of the picture in each way. */
final class PackingChoice {
  private static final int BANDS = 4;
  private static final int BAND_ROWS = 4;

  /** A search must make the sample this much smaller to be worth its time. */
  private static final double SEARCH_GAIN = 0.75;

  private PackingChoice() {}

  static Packing of(PixelRows rows) {
    var best = Packing.SUB_HUFFMAN;
    double bestCost = Double.MAX_VALUE;
    for (var packing : Packing.values()) {
      double cost = sampleBytes(rows, packing) / (packing.searches() ? SEARCH_GAIN : 1.0);
      if (cost < bestCost) {
        best = packing;
        bestCost = cost;
      }
    }
    return best;
  }

  private static int sampleBytes(PixelRows rows, Packing packing) {
    var filtered = new FilteredRows(rows, packing.filter());
    var block = new byte[filtered.rowBytes()];
    var squeezed = new byte[8 * 1024];
    var deflater = packing.deflater();
    try {
      int total = 0;
      for (int band = 0; band < BANDS; band++) {
        int top = (int) ((long) (rows.height() - 1) * (2 * band + 1) / (2 * BANDS));
        int bottom = Math.min(rows.height(), top + BAND_ROWS);
        filtered.startAt(top);
        for (int y = top; y < bottom; y++) {
          filtered.next(block, 0);
          deflater.setInput(block);
          total += drain(deflater, squeezed);
        }
      }
      deflater.finish();
      return total + drain(deflater, squeezed);
    } finally {
      deflater.end();
    }
  }

  private static int drain(java.util.zip.Deflater deflater, byte[] into) {
    int total = 0;
    for (int length; (length = deflater.deflate(into)) > 0; ) {
      total += length;
    }
    return total;
  }
}

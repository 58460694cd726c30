package dev.atelier.media.png;

import java.util.zip.Deflater;

/**
 * Chooses a {@link Packing} from a few bands of rows: the filter whose bytes have the lower
 * entropy, which is what Huffman codes cost, and a search for repeats if it makes the sample much
 * smaller than that.
 */
final class PackingChoice {
  private static final int BANDS = 4;
  private static final int BAND_ROWS = 4;

  /** A search must come down to this part of the Huffman codes to be worth its time. */
  private static final double SEARCH_GAIN = 0.6;

  private final PixelRows rows;

  private PackingChoice(PixelRows rows) {
    this.rows = rows;
  }

  static Packing of(PixelRows rows) {
    return new PackingChoice(rows).choose();
  }

  private Packing choose() {
    double sub = huffmanBytes(Filter.SUB);
    double up = huffmanBytes(Filter.UP);
    var filter = up < sub ? Filter.UP : Filter.SUB;
    boolean search = searchBytes(filter) < SEARCH_GAIN * Math.min(sub, up);
    return new Packing(filter, search);
  }

  /** Takes the filtered rows of the sample, one after the other. */
  private interface RowTaker {
    void take(byte[] row);
  }

  private void sample(Filter filter, RowTaker taker) {
    var filtered = new FilteredRows(rows, filter);
    var row = new byte[filtered.rowBytes()];
    for (int band = 0; band < BANDS; band++) {
      int top = (int) ((long) (rows.height() - 1) * (2 * band + 1) / (2 * BANDS));
      int bottom = Math.min(rows.height(), top + BAND_ROWS);
      filtered.startAt(top);
      for (int y = top; y < bottom; y++) {
        filtered.next(row, 0);
        taker.take(row);
      }
    }
  }

  private double huffmanBytes(Filter filter) {
    var counts = new int[256];
    sample(
        filter,
        row -> {
          for (byte value : row) {
            counts[value & 0xff]++;
          }
        });
    return entropyBits(counts) / 8;
  }

  /** Shannon's bound, at least one bit for each value, as Huffman codes need. */
  private static double entropyBits(int[] counts) {
    long total = 0;
    for (int count : counts) {
      total += count;
    }
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        bits += count * Math.max(1, Math.log((double) total / count) / Math.log(2));
      }
    }
    return bits;
  }

  private int searchBytes(Filter filter) {
    var deflater = new Packing(filter, true).deflater();
    var squeezed = new byte[8 * 1024];
    try {
      var total = new int[1];
      sample(
          filter,
          row -> {
            deflater.setInput(row);
            total[0] += drain(deflater, squeezed);
          });
      deflater.finish();
      return total[0] + drain(deflater, squeezed);
    } finally {
      deflater.end();
    }
  }

  private static int drain(Deflater deflater, byte[] into) {
    int total = 0;
    for (int length; (length = deflater.deflate(into)) > 0; ) {
      total += length;
    }
    return total;
  }
}

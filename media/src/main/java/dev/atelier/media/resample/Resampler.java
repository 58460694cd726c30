package dev.atelier.media.resample;

/**
 * Resizes a picture of 4 bytes for each pixel, row by row: each source row is read once and resized
 * across, and only as many such rows are kept as one target row is made of. Colours must be
 * premultiplied by alpha, the fourth byte; results stay within it.
 */
public final class Resampler {
  private static final int CHANNELS = 4;

  /** Where rows come from. */
  @FunctionalInterface
  public interface RowSource {
    void read(int y, byte[] row);
  }

  /** Where rows go to, top first; {@code row} is reused. */
  @FunctionalInterface
  public interface RowTarget {
    void write(int y, byte[] row);
  }

  private final Taps across;
  private final Taps down;
  private final RowSource source;
  private final byte[] sourceRow;
  private final float[][] ring;
  private int read;

  private Resampler(Taps across, Taps down, RowSource source, int sourceWidth) {
    this.across = across;
    this.down = down;
    this.source = source;
    this.sourceRow = new byte[sourceWidth * CHANNELS];
    this.ring = new float[down.reach()][across.targets() * CHANNELS];
  }

  /** Makes {@code toWidth} x {@code toHeight} of {@code fromWidth} x {@code fromHeight}. */
  public static void run(
      int fromWidth,
      int fromHeight,
      RowSource source,
      int toWidth,
      int toHeight,
      RowTarget target) {
    var resampler =
        new Resampler(
            Taps.of(fromWidth, toWidth), Taps.of(fromHeight, toHeight), source, fromWidth);
    var sums = new float[toWidth * CHANNELS];
    var row = new byte[toWidth * CHANNELS];
    for (int y = 0; y < toHeight; y++) {
      resampler.sum(y, sums);
      round(sums, row);
      target.write(y, row);
    }
  }

  private void sum(int y, float[] sums) {
    int first = down.first(y);
    var weights = down.weights(y);
    readUpTo(first + weights.length);
    java.util.Arrays.fill(sums, 0);
    for (int i = 0; i < weights.length; i++) {
      add(ring[(first + i) % ring.length], weights[i], sums);
    }
  }

  private static void add(float[] row, float weight, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * row[i];
    }
  }

  private void readUpTo(int end) {
    for (; read < end; read++) {
      source.read(read, sourceRow);
      resizeAcross(ring[read % ring.length]);
    }
  }

  private void resizeAcross(float[] out) {
    for (int x = 0, to = 0; to < out.length; x++, to += CHANNELS) {
      float r = 0;
      float g = 0;
      float b = 0;
      float a = 0;
      int at = across.first(x) * CHANNELS;
      for (float weight : across.weights(x)) {
        r += weight * (sourceRow[at] & 0xff);
        g += weight * (sourceRow[at + 1] & 0xff);
        b += weight * (sourceRow[at + 2] & 0xff);
        a += weight * (sourceRow[at + 3] & 0xff);
        at += CHANNELS;
      }
      out[to] = r;
      out[to + 1] = g;
      out[to + 2] = b;
      out[to + 3] = a;
    }
  }

  private static void round(float[] sums, byte[] row) {
    for (int at = 0; at < row.length; at += CHANNELS) {
      int alpha = clamp(sums[at + 3], 255);
      row[at] = (byte) clamp(sums[at], alpha);
      row[at + 1] = (byte) clamp(sums[at + 1], alpha);
      row[at + 2] = (byte) clamp(sums[at + 2], alpha);
      row[at + 3] = (byte) alpha;
    }
  }

  private static int clamp(float value, int max) {
    int rounded = (int) (value + 0.5f);
    return Math.max(0, Math.min(max, rounded));
  }
}

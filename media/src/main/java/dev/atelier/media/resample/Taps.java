package dev.atelier.media.resample;

/**
 * The weights of one axis: which source positions each target position is made of.
 *
 * <p>Catmull-Rom (Keys 1981, a = -0.5), widened by the ratio when shrinking so that nothing is
 * skipped; at the edges the weights that fall outside are left out and the rest scaled to one.
 */
final class Taps {
  private static final double REACH = 2;

  private final int[] first;
  private final float[][] weights;

  private Taps(int[] first, float[][] weights) {
    this.first = first;
    this.weights = weights;
  }

  static Taps of(int source, int target) {
    double ratio = (double) source / target;
    double stretch = Math.max(1, ratio);
    var first = new int[target];
    var weights = new float[target][];
    for (int i = 0; i < target; i++) {
      double center = (i + 0.5) * ratio;
      int from = Math.max(0, (int) Math.floor(center - REACH * stretch + 0.5));
      int to = Math.min(source, (int) Math.floor(center + REACH * stretch + 0.5));
      first[i] = from;
      weights[i] = weights(from, Math.max(to, from + 1), center, stretch);
    }
    return new Taps(first, weights);
  }

  private static float[] weights(int from, int to, double center, double stretch) {
    var raw = new double[to - from];
    double sum = 0;
    for (int i = 0; i < raw.length; i++) {
      raw[i] = kernel((from + i + 0.5 - center) / stretch);
      sum += raw[i];
    }
    var weights = new float[raw.length];
    for (int i = 0; i < raw.length; i++) {
      weights[i] = (float) (raw[i] / sum);
    }
    return weights;
  }

  private static double kernel(double distance) {
    double x = Math.abs(distance);
    if (x < 1) {
      return (1.5 * x - 2.5) * x * x + 1;
    }
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
  }

  int targets() {
    return first.length;
  }

  /** The first source position that target position {@code target} is made of. */
  int first(int target) {
    return first[target];
  }

  /** The weights of the source positions from {@link #first} on; not to be changed. */
  float[] weights(int target) {
    return weights[target];
  }

  /** The most source positions that any target position needs. */
  int reach() {
    int most = 0;
    for (var each : weights) {
      most = Math.max(most, each.length);
    }
    return most;
  }
}

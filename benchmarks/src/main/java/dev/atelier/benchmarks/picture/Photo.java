package dev.atelier.benchmarks.image;

import java.util.Random;

/**
 * What a camera might see: soft shapes from six octaves of value noise, a few hard-edged discs, and
 * the grain of a sensor. As a PNG of 1024x1024 it weighs about 1.6 MB.
 */
public final class Photo {
  private static final int OCTAVES = 6;
  private static final int DISCS = 20;
  private static final double GRAIN = 1.6;

  private final int width;
  private final int height;
  private final Random random = new Random(1);
  private final double[] lattice = random.doubles(1 << 16).toArray();
  private final double[][] discs = new double[DISCS][];

  public Photo(int width, int height) {
    this.width = width;
    this.height = height;
    for (int i = 0; i < DISCS; i++) {
      discs[i] =
          new double[] {
            random.nextInt(width),
            random.nextInt(height),
            (0.02 + random.nextDouble() * 0.1) * height,
            random.nextInt(3)
          };
    }
  }

  /** Fills {@code rgb} with 3 bytes a pixel of row {@code y}; ask for the rows in order. */
  public void row(int y, byte[] rgb) {
    for (int x = 0; x < width; x++) {
      double shade = shade(x * 1024.0 / width, y * 1024.0 / width);
      double grain = random.nextGaussian() * GRAIN;
      int tinted = tint(x, y);
      for (int c = 0; c < 3; c++) {
        double light = 30 + 60 * c * y / (double) height + (180 - 30 * c) * shade;
        double value = (c == tinted ? 0.5 * light + 110 : light) + grain;
        rgb[3 * x + c] = (byte) Math.clamp(Math.round(value), 0, 255);
      }
    }
  }

  private double shade(double x, double y) {
    double sum = 0;
    double amplitude = 0.5;
    double frequency = 1 / 256.0;
    for (int octave = 0; octave < OCTAVES; octave++) {
      sum += amplitude * smooth(x * frequency + octave * 17, y * frequency + octave * 31);
      amplitude /= 2;
      frequency *= 2;
    }
    return sum;
  }

  private double smooth(double x, double y) {
    int left = (int) x;
    int top = (int) y;
    double u = ease(x - left);
    double v = ease(y - top);
    double above = at(left, top) * (1 - u) + at(left + 1, top) * u;
    double below = at(left, top + 1) * (1 - u) + at(left + 1, top + 1) * u;
    return above * (1 - v) + below * v;
  }

  private double at(int x, int y) {
    return lattice[(y & 255) << 8 | (x & 255)];
  }

  private static double ease(double t) {
    return t * t * (3 - 2 * t);
  }

  /** Which channel the disc at this place strengthens; -1 where there is none. */
  private int tint(int x, int y) {
    int found = -1;
    for (double[] disc : discs) {
      double dx = x - disc[0];
      double dy = y - disc[1];
      if (dx * dx + dy * dy < disc[2] * disc[2]) {
        found = (int) disc[3];
      }
    }
    return found;
  }
}

package dev.atelier.providers.sandbox;

import dev.atelier.media.Raster;
import java.util.SplittableRandom;

/** Coarse textures: square blocks, and the smooth noise of paper. */
final class Grain {
  private static final int TILE = 256;
  private static final float BLOCKS_ACROSS = 112;
  private static final float[] PAPER = paper();

  private Grain() {}

  /** Makes the picture of squares, each of the colour in its middle. */
  static void blocks(Raster raster) {
    int side = Math.max(2, Math.round(Math.min(raster.width(), raster.height()) / BLOCKS_ACROSS));
    var row = new byte[raster.width() * 4];
    for (int top = 0; top < raster.height(); top += side) {
      raster.readRow(Math.min(raster.height() - 1, top + side / 2), row);
      for (int x = 0; x < raster.width(); x++) {
        int from = Math.min(raster.width() - 1, x / side * side + side / 2);
        if (x % side != side / 2) {
          System.arraycopy(row, from * 4, row, x * 4, 4);
        }
      }
      for (int y = top; y < Math.min(raster.height(), top + side); y++) {
        raster.writeRow(y, row);
      }
    }
  }

  /** Paper's height at a place, -1..1. */
  static float paper(int x, int y) {
    return PAPER[(y & TILE - 1) * TILE + (x & TILE - 1)];
  }

  private static float[] paper() {
    var noise = new float[TILE * TILE];
    for (int cells = 16; cells <= 128; cells *= 2) {
      add(noise, cells, 0.5f * 16 / cells + 0.12f);
    }
    return noise;
  }

  /** Adds smooth noise with so many cells across the tile. */
  private static void add(float[] noise, int cells, float strength) {
    var random = new SplittableRandom(cells);
    var corners = new float[cells * cells];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = (float) random.nextDouble(-1, 1);
    }
    float step = cells / (float) TILE;
    for (int y = 0; y < TILE; y++) {
      for (int x = 0; x < TILE; x++) {
        noise[y * TILE + x] += strength * between(corners, cells, x * step, y * step);
      }
    }
  }

  private static float between(float[] corners, int cells, float x, float y) {
    int left = (int) x;
    int top = (int) y;
    float a = x - left;
    float b = y - top;
    int right = (left + 1) % cells;
    int bottom = (top + 1) % cells;
    float above = corners[top * cells + left] * (1 - a) + corners[top * cells + right] * a;
    float below = corners[bottom * cells + left] * (1 - a) + corners[bottom * cells + right] * a;
    return above * (1 - b) + below * b;
  }
}

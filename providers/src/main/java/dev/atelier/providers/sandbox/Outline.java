package dev.atelier.providers.sandbox;

import dev.atelier.media.Raster;

/**
 * Finds edges (Sobel, on lightness) and redraws the picture from them: as ink on paper, or as a
 * wash with dark rims, paper grain and a ragged border. Holds five rows.
 */
final class Outline {
  private static final int PAPER = 250;

  private final Raster raster;
  private final boolean wash;
  private final int width;
  private final int reach;

  Outline(Raster raster, boolean wash) {
    this.raster = raster;
    this.wash = wash;
    this.width = raster.width();
    this.reach = Math.clamp(Math.round(Math.min(width, raster.height()) / 480f), 1, 4);
  }

  void apply() {
    int rows = 2 * reach + 1;
    var light = new float[rows][width];
    var row = new byte[width * 4];
    for (int y = 0; y < reach; y++) {
      read(y, row, light[y % rows]);
    }
    for (int y = 0; y < raster.height(); y++) {
      read(Math.min(raster.height() - 1, y + reach), row, light[(y + reach) % rows]);
      raster.readRow(y, row);
      draw(
          row,
          light[Math.max(0, y - reach) % rows],
          light[y % rows],
          light[Math.min(raster.height() - 1, y + reach) % rows],
          y);
      raster.writeRow(y, row);
    }
  }

  private void read(int y, byte[] row, float[] light) {
    raster.readRow(y, row);
    for (int x = 0; x < width; x++) {
      int at = x * 4;
      light[x] =
          (row[at] & 0xff) * 0.36f + (row[at + 1] & 0xff) * 0.5f + (row[at + 2] & 0xff) * 0.14f;
    }
  }

  private void draw(byte[] row, float[] above, float[] here, float[] below, int y) {
    for (int x = 0; x < width; x++) {
      int l = Math.max(0, x - reach);
      int r = Math.min(width - 1, x + reach);
      float dx = above[r] + 2 * here[r] + below[r] - above[l] - 2 * here[l] - below[l];
      float dy = below[l] + 2 * below[x] + below[r] - above[l] - 2 * above[x] - above[r];
      float edge = Math.min(1, (Math.abs(dx) + Math.abs(dy)) / 190);
      if (wash) {
        wash(row, x, y, edge);
      } else {
        ink(row, x, edge);
      }
    }
  }

  private static void ink(byte[] row, int x, float edge) {
    int alpha = row[x * 4 + 3] & 0xff;
    float dark = Math.clamp((edge - 0.08f) * 2.4f, 0f, 1f);
    int value = Math.round((PAPER - dark * (PAPER - 32)) * alpha / 255);
    row[x * 4] = (byte) value;
    row[x * 4 + 1] = (byte) value;
    row[x * 4 + 2] = (byte) Math.round(value * 0.98f);
  }

  private void wash(byte[] row, int x, int y, float edge) {
    int alpha = row[x * 4 + 3] & 0xff;
    float grain = Grain.paper(x, y);
    float flow = Grain.paper(x / 3 + 40, y / 3 + 90);
    float paper = border(x, y, flow) * 0.94f + 0.06f;
    float strength =
        Math.clamp((0.80f + flow * 0.22f - edge * 0.06f) * (1 - paper) + 0.02f, 0f, 1f);
    for (int channel = 0; channel < 3; channel++) {
      float value = (row[x * 4 + channel] & 0xff) * (1 - 0.3f * edge * (1 - paper));
      float white = (channel == 2 ? 243f : 250f) * alpha / 255;
      float mixed = white + (value - white) * strength + grain * 5 * alpha / 255;
      row[x * 4 + channel] = (byte) Math.clamp(Math.round(mixed), 0, alpha);
    }
  }

  /** 1 on bare paper at the margin, 0 inside, ragged between. */
  private float border(int x, int y, float flow) {
    float unit = Math.min(width, raster.height());
    float in = Math.min(Math.min(x, width - 1 - x), Math.min(y, raster.height() - 1 - y)) / unit;
    return Math.clamp((0.045f + flow * 0.025f - in) / 0.012f, 0f, 1f);
  }
}

package dev.atelier.moderation.classifier;

import dev.atelier.image.ImageSize;
import dev.atelier.media.Raster;

/** Pictures that {@code src/main/model/reference.mjs} draws too, of integers only. */
enum SyntheticPicture {
  BLACK {
    @Override
    int rgb(int x, int y, int edge) {
      return 0;
    }
  },
  WHITE {
    @Override
    int rgb(int x, int y, int edge) {
      return 0xffffff;
    }
  },
  SKIN {
    @Override
    int rgb(int x, int y, int edge) {
      return packed(255 - 60 * y / edge, 200 - 70 * x / edge, 170 - 80 * y / edge);
    }
  },
  STRIPES {
    @Override
    int rgb(int x, int y, int edge) {
      return x / 14 % 2 == 0 ? packed(230, 40, 40) : packed(30, 60, 200);
    }
  },
  DISCS {
    private static final int[] RINGS = {0xf0bea0, 0xc88264, 0x78463c, 0x281e1e, 0xfaf0e6};

    @Override
    int rgb(int x, int y, int edge) {
      int dx = 4 * x - 2 * edge;
      int dy = 4 * y - 2 * edge;
      return RINGS[(dx * dx + dy * dy) / (edge * edge) % RINGS.length];
    }
  },
  NOISE {
    @Override
    int rgb(int x, int y, int edge) {
      int n = (x * 7919 + y * 104729) % 65521;
      return packed(n % 256, n * 31 % 251, n * 17 % 253);
    }
  };

  /** Its pixel at x, y as {@code 0xRRGGBB}, in a picture of this edge. */
  abstract int rgb(int x, int y, int edge);

  static int packed(int red, int green, int blue) {
    return red << 16 | green << 8 | blue;
  }

  Raster draw(int edge) {
    var raster = Raster.blank(new ImageSize(edge, edge), false);
    var row = new byte[edge * 4];
    for (int y = 0; y < edge; y++) {
      for (int x = 0; x < edge; x++) {
        int rgb = rgb(x, y, edge);
        row[4 * x] = (byte) (rgb >> 16);
        row[4 * x + 1] = (byte) (rgb >> 8);
        row[4 * x + 2] = (byte) rgb;
        row[4 * x + 3] = (byte) 255;
      }
      raster.writeRow(y, row);
    }
    return raster;
  }
}

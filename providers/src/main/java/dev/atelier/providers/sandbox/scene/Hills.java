package dev.atelier.providers.sandbox.scene;

import io.github.humbleui.skija.PathBuilder;

/** Shapes of land that several settings share. */
final class Hills {
  private Hills() {}

  /** A wavy land line from side to side, filled down to the bottom. */
  static void rolling(View view, float y, float wave, int colour) {
    float phase = view.between(0, 6.28);
    try (var path = new PathBuilder()) {
      path.moveTo(0, view.h());
      for (int i = 0; i <= 24; i++) {
        double turn = i / 24.0 * 5 + phase;
        path.lineTo(
            view.w() * i / 24f, (float) (y + wave * (Math.sin(turn) + 0.4 * Math.sin(turn * 2.3))));
      }
      path.lineTo(view.w(), view.h()).closePath();
      view.brush().path(path, colour);
    }
  }

  /** A row of peaks, with snow on them where {@code cap} is not 0. */
  static void peaks(View view, float base, float height, int count, int colour, int cap) {
    float step = view.w() / count;
    for (int i = -1; i <= count; i++) {
      float x = (i + 0.5f + view.between(-0.25, 0.25)) * step;
      float tall = height * view.between(0.6, 1);
      float half = step * view.between(0.75, 1);
      view.brush().polygon(colour, x - half, base, x, base - tall, x + half, base);
      view.brush().polygon(0x16000000, x, base - tall, x + half, base, x + half * 0.2f, base);
      if (cap != 0) {
        cap(view, x, base - tall, half, tall, cap);
      }
    }
  }

  private static void cap(View view, float x, float top, float half, float tall, int colour) {
    float down = 0.3f;
    float edge = top + tall * down;
    view.brush()
        .polygon(
            colour,
            x - half * down,
            edge,
            x,
            top,
            x + half * down,
            edge,
            x + half * 0.15f,
            edge - tall * 0.06f,
            x,
            edge + tall * 0.05f,
            x - half * 0.14f,
            edge - tall * 0.05f);
  }

  /** Tufts of grass or ripples of sand over the ground. */
  static void tufts(View view, float top, int count, int colour) {
    for (int i = 0; i < count; i++) {
      float y = view.between(top, view.h());
      float depth = (y - top) / (view.h() - top);
      float size = view.u() * (0.008f + 0.02f * depth);
      float x = view.between(0, view.w());
      view.brush().line(x, y, x - size * 0.5f, y - size, size * 0.16f, colour);
      view.brush().line(x, y, x, y - size * 1.2f, size * 0.16f, colour);
      view.brush().line(x, y, x + size * 0.5f, y - size, size * 0.16f, colour);
    }
  }

  static void flowers(View view, float top, int count) {
    int[] colours = {0xfff8d24a, 0xfff27f9b, 0xffffffff, 0xffb38be0};
    for (int i = 0; i < count; i++) {
      float y = view.between(top, view.h());
      float radius = view.u() * (0.003f + 0.007f * (y - top) / (view.h() - top));
      float x = view.between(0, view.w());
      int colour = view.lit(colours[view.random().nextInt(colours.length)]);
      view.brush().line(x, y, x, y + radius * 3, radius * 0.5f, view.lit(0xff3f7f3a));
      view.brush().oval(x, y, radius * 1.25f, radius, colour);
      view.brush().oval(x, y, radius * 0.45f, radius * 0.4f, view.lit(0xfff3a12c));
    }
  }

  /** Tree trunks with crowns far behind. */
  static void conifers(View view, float base, float tall, int count, int colour, int snow) {
    float step = view.w() / count;
    for (int i = 0; i < count; i++) {
      float x = (i + view.between(0.1, 0.9)) * step;
      float height = tall * view.between(0.65, 1);
      conifer(view, x, base + view.between(-0.01, 0.015) * view.h(), height, colour, snow);
    }
  }

  private static void conifer(View view, float x, float base, float height, int colour, int snow) {
    float wide = height * 0.24f;
    view.brush()
        .rect(
            x - height * 0.022f,
            base - height * 0.1f,
            height * 0.044f,
            height * 0.1f,
            view.lit(0xff4a352b));
    for (int tier = 0; tier < 3; tier++) {
      float bottom = base - height * (0.08f + 0.27f * tier);
      float top = bottom - height * 0.42f;
      float half = wide * (1 - 0.24f * tier);
      view.brush().polygon(colour, x - half, bottom, x, top, x + half, bottom);
      if (snow != 0) {
        view.brush()
            .polygon(
                snow,
                x - half * 0.52f,
                bottom - height * 0.2f,
                x,
                top,
                x + half * 0.52f,
                bottom - height * 0.2f,
                x + half * 0.2f,
                bottom - height * 0.15f,
                x - half * 0.15f,
                bottom - height * 0.13f);
      }
    }
  }
}

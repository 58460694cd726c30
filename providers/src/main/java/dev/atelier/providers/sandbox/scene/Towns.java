package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.art.Colours;

/** Streets and squares. */
final class Towns {
  private Towns() {}

  static void city(View view) {
    float base = view.horizon() + view.h() * 0.02f;
    Skies.paint(view, base);
    int haze = view.ambience().horizon();
    houses(view, base, 0.42f, 15, Colours.mix(view.lit(0xff8ea3b8), haze, 0.55), false);
    houses(view, base, 0.34f, 10, Colours.mix(view.lit(0xff7489a2), haze, 0.15), true);
    view.brush().rect(0, base, view.w(), view.h() - base, view.lit(0xffcfcac4));
    view.brush().rect(0, base, view.w(), view.h() * 0.008f, view.lit(0xffaea69d));
    float top = base + view.h() * 0.008f;
    for (int i = -9; i <= 9; i++) {
      float x = view.w() * (0.5f + i * 0.055f);
      float far = view.w() * (0.5f + i * 0.16f);
      view.brush().line(x, top, far, view.h(), view.u() * 0.002f, view.lit(0x55857c73));
    }
    for (float y = 0.03f; y < 0.3f; y += 0.02f + y * 0.4f) {
      view.brush().rect(0, top + y * view.h(), view.w(), view.u() * 0.002f, view.lit(0x55857c73));
    }
  }

  private static void houses(
      View view, float base, float tall, int count, int colour, boolean windows) {
    float step = view.w() / count;
    for (int i = 0; i < count; i++) {
      float wide = step * view.between(0.8, 1.05);
      float height = view.h() * tall * view.between(0.35, 1);
      int wall = Colours.mix(colour, i % 2 == 0 ? 0xffb98a72 : 0xff5f7fa0, windows ? 0.16 : 0.05);
      view.brush().rect(i * step, base - height, wide, height, wall);
      if (windows) {
        windows(view, i * step, base - height, wide, height);
      }
    }
  }

  private static void windows(View view, float x, float y, float wide, float height) {
    float size = view.u() * 0.013f;
    boolean lamps = view.night() || view.ambience().slant() > 1.6f;
    for (float top = y + size; top < y + height - size * 2; top += size * 2.2f) {
      for (float left = x + size; left < x + wide - size * 1.2f; left += size * 2) {
        boolean lit = view.random().nextInt(3) > 0;
        int pane = lamps && lit ? 0xffffd983 : Colours.faded(view.lit(0xffd5ebf7), 0.5);
        view.brush().rect(left, top, size, size * 1.3f, pane);
      }
    }
  }

  static void road(View view) {
    float base = view.horizon();
    Skies.paint(view, base);
    int haze = view.ambience().horizon();
    Hills.rolling(
        view,
        base - view.h() * 0.06f,
        view.h() * 0.03f,
        Colours.mix(view.lit(0xff7fa86a), haze, 0.5));
    Hills.rolling(view, base - view.h() * 0.01f, view.h() * 0.015f, view.lit(0xff86b06a));
    float top = view.h() * 0.74f;
    view.brush().rect(0, top, view.w(), view.h() - top, view.lit(0xff5d616b));
    view.brush().rect(0, top, view.w(), view.h() * 0.012f, view.lit(0xffd8d4c9));
    float dash = view.u() * 0.12f;
    for (float x = dash * 0.3f; x < view.w(); x += dash * 1.8f) {
      view.brush().rect(x, view.h() * 0.945f, dash, view.h() * 0.013f, view.lit(0xfff4e7b0));
    }
  }
}

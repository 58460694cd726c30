package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.art.Colours;
import io.github.humbleui.skija.PathBuilder;

/** Rooms and the tables in them. */
final class Interiors {
  private Interiors() {}

  static void table(View view) {
    wall(view, 0xffe9dcc8, 0xffd9c6ab);
    window(view, 0.06f, 0.07f, 0.3f, 0.42f);
    beam(view);
    tabletop(view);
  }

  static void kitchen(View view) {
    wall(view, 0xffe3ece8, 0xffcddcd6);
    float tile = view.u() * 0.085f;
    for (float y = tile * 0.5f; y < view.horizon(); y += tile) {
      view.brush().rect(0, y, view.w(), view.u() * 0.003f, view.lit(0x44ffffff));
    }
    for (float x = tile * 0.5f; x < view.w(); x += tile) {
      view.brush().rect(x, 0, view.u() * 0.003f, view.horizon(), view.lit(0x44ffffff));
    }
    window(view, 0.58f, 0.08f, 0.34f, 0.34f);
    float y = view.h() * 0.16f;
    view.brush()
        .rect(view.w() * 0.06f, y, view.w() * 0.38f, view.u() * 0.018f, view.lit(0xff9a7350));
    int[] jars = {0xffc9573f, 0xffe0b04a, 0xff6f9f7a, 0xff7a94b8};
    for (int i = 0; i < jars.length; i++) {
      float size = view.u() * 0.055f;
      float x = view.w() * 0.08f + i * size * 1.45f;
      view.brush().round(x, y - size * 1.3f, size, size * 1.3f, size * 0.2f, view.lit(jars[i]));
      view.brush()
          .rect(x + size * 0.1f, y - size * 1.45f, size * 0.8f, size * 0.2f, view.lit(0xfff3eadb));
    }
    if (view.tall()) {
      floor(view, 0xffc9b79c);
    } else {
      tabletop(view);
    }
  }

  static void room(View view) {
    wall(view, 0xffdfe6e4, 0xffccd8d5);
    window(view, 0.08f, 0.1f, 0.26f, 0.36f);
    imageFrame(view);
    floor(view, 0xffc79a6b);
    rug(view);
  }

  static void office(View view) {
    wall(view, 0xffe6e3dc, 0xffd4cfc4);
    shelf(view, 0.1f);
    shelf(view, 0.27f);
    shelf(view, 0.44f);
    if (view.tall()) {
      floor(view, 0xffa98460);
      return;
    }
    float y = view.horizon();
    view.brush().vertical(0, y, view.w(), view.h() - y, view.lit(0xffa47a55), view.lit(0xff8f6644));
    view.brush().rect(0, y, view.w(), view.u() * 0.012f, view.lit(0xffc39a72));
  }

  private static void shelf(View view, float at) {
    float y = view.h() * (at + 0.13f);
    view.brush().rect(0, y, view.w(), view.u() * 0.016f, view.lit(0xff8d6b4c));
    int[] spines = {0xffb5564a, 0xff4f7a9a, 0xffd2a24c, 0xff6a8f6c, 0xff8a6a9f, 0xffd9d0bd};
    float x = view.w() * 0.02f;
    while (x < view.w()) {
      float wide = view.u() * view.between(0.014, 0.034);
      float tall = view.h() * view.between(0.07, 0.11);
      if (view.random().nextInt(9) > 0) {
        view.brush()
            .rect(x, y - tall, wide, tall, view.lit(spines[view.random().nextInt(spines.length)]));
      }
      x += wide + view.u() * 0.003f;
    }
  }

  private static void wall(View view, int top, int bottom) {
    view.brush().vertical(0, 0, view.w(), view.horizon() + 2, view.lit(top), view.lit(bottom));
  }

  private static void window(View view, float x, float y, float wide, float tall) {
    float left = x * view.w();
    float top = y * view.h();
    float w = Math.min(wide * view.w(), view.u() * 0.46f);
    float h = tall * view.h();
    float bar = view.u() * 0.014f;
    view.brush().rect(left - bar, top - bar, w + bar * 2, h + bar * 2, view.lit(0xfff8f4ec));
    view.brush().vertical(left, top, w, h, view.ambience().sky());
    if (view.night()) {
      view.brush().oval(left + w * 0.7f, top + h * 0.25f, w * 0.1f, w * 0.1f, 0xfff6f1d8);
    } else {
      view.brush()
          .oval(
              left + w * 0.5f,
              top + h * 1.02f,
              w * 0.5f,
              h * 0.2f,
              Colours.mix(view.lit(0xff86b06a), view.ambience().horizon(), 0.4));
      view.brush()
          .rect(
              left,
              top + h,
              w,
              h * 0.24f,
              Colours.mix(view.lit(0xffd9c6ab), view.lit(0xffcddcd6), 0.5));
    }
    view.brush().rect(left + w / 2 - bar / 2, top, bar, h, view.lit(0xfff8f4ec));
    view.brush().rect(left, top + h * 0.45f, w, bar, view.lit(0xfff8f4ec));
    view.brush().rect(left - bar * 2, top + h, w + bar * 4, bar * 1.6f, view.lit(0xffefe6d8));
  }

  /** Light from the window across wall and table. */
  private static void beam(View view) {
    if (view.night()) {
      view.brush()
          .glow(view.w() * 0.7f, view.h() * 0.25f, view.u() * 0.7f, view.u() * 0.5f, 0x33ffca80);
      return;
    }
    int light = Colours.faded(view.ambience().horizon(), 0.22);
    float w = view.w();
    float h = view.h();
    view.brush()
        .polygon(
            light, w * 0.18f, h * 0.07f, w * 0.34f, h * 0.07f, w * 0.95f, h * 0.92f, w * 0.55f,
            h * 0.92f);
  }

  static void tabletop(View view) {
    float y = view.horizon();
    float edge = view.h() * 0.9f;
    view.brush().vertical(0, y, view.w(), edge - y, view.lit(0xffa8703f), view.lit(0xffc48a52));
    planks(view, y, edge);
    view.brush().rect(0, y, view.w(), view.u() * 0.006f, view.lit(0x88e6b886));
    view.brush()
        .vertical(0, edge, view.w(), view.h() - edge, view.lit(0xff8a5a31), view.lit(0xff6a4324));
    view.brush().rect(0, edge, view.w(), view.u() * 0.006f, view.lit(0xffd9a66d));
  }

  private static void planks(View view, float top, float bottom) {
    int seam = view.lit(0x66613b1b);
    for (int i = -7; i <= 7; i++) {
      float near = view.w() * (0.5f + i * 0.15f);
      float far = view.w() * (0.5f + i * 0.105f);
      view.brush().line(far, top, near, bottom, view.u() * 0.003f, seam);
    }
    for (int i = 0; i < 14 * view.detail(); i++) {
      float y = view.between(top, bottom);
      float x = view.between(0, view.w());
      float slant = (x / view.w() - 0.5f) * 0.35f;
      float length = view.u() * view.between(0.015, 0.05);
      view.brush()
          .line(x, y, x + slant * length, y + length, view.u() * 0.0016f, view.lit(0x44502c10));
    }
  }

  private static void floor(View view, int wood) {
    float y = view.horizon();
    view.brush()
        .vertical(
            0,
            y,
            view.w(),
            view.h() - y,
            view.lit(Colours.mix(wood, 0xff7a5230, 0.25)),
            view.lit(wood));
    view.brush().rect(0, y - view.u() * 0.02f, view.w(), view.u() * 0.022f, view.lit(0xfff6f3ec));
    for (int i = -8; i <= 8; i++) {
      view.brush()
          .line(
              view.w() * (0.5f + i * 0.09f),
              y,
              view.w() * (0.5f + i * 0.16f),
              view.h(),
              view.u() * 0.002f,
              view.lit(0x55704a28));
    }
  }

  private static void rug(View view) {
    float y = view.h() * 0.875f;
    view.brush().oval(view.w() * 0.5f, y, view.w() * 0.4f, view.h() * 0.085f, view.lit(0xffb9675a));
    view.brush()
        .oval(view.w() * 0.5f, y, view.w() * 0.37f, view.h() * 0.075f, view.lit(0xffe0b9a0));
    view.brush()
        .oval(view.w() * 0.5f, y, view.w() * 0.35f, view.h() * 0.069f, view.lit(0xffc67f70));
  }

  private static void imageFrame(View view) {
    float s = view.u() * 0.2f;
    float x = view.w() * 0.68f;
    float y = view.h() * 0.13f;
    view.brush().rect(x, y, s * 1.2f, s, view.lit(0xff8a6a4c));
    view.brush().rect(x + s * 0.06f, y + s * 0.06f, s * 1.08f, s * 0.88f, view.lit(0xfff5ead6));
    try (var path = new PathBuilder()) {
      path.moveTo(x + s * 0.12f, y + s * 0.8f)
          .lineTo(x + s * 0.45f, y + s * 0.35f)
          .lineTo(x + s * 0.65f, y + s * 0.62f);
      path.lineTo(x + s * 0.8f, y + s * 0.45f).lineTo(x + s * 1.08f, y + s * 0.8f).closePath();
      view.brush().path(path, view.lit(0xff7fa3a8));
    }
    view.brush().oval(x + s * 0.85f, y + s * 0.27f, s * 0.09f, s * 0.09f, view.lit(0xffe9a25b));
  }
}

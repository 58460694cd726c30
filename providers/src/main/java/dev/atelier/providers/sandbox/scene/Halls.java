package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.art.Colours;

/** Places to be looked at in: stage, throne room, photographer's studio. */
final class Halls {
  private Halls() {}

  static void stage(View view) {
    view.brush().vertical(0, 0, view.w(), view.h(), 0xff2a1230, 0xff4a1836, 0xff2a1022);
    float fold = view.u() * 0.075f;
    for (float x = 0; x < view.w(); x += fold) {
      view.brush().horizontal(x, 0, fold, view.horizon(), 0xff7a1f35, 0xffa8304a, 0xff6a1a2f);
    }
    view.brush()
        .vertical(0, view.horizon(), view.w(), view.h() - view.horizon(), 0xff8a5a38, 0xff5f3a22);
    float w = view.w();
    float h = view.h();
    view.brush()
        .polygon(0x30fff0c0, w * 0.16f, 0, w * 0.24f, 0, w * 0.78f, h * 0.95f, w * 0.3f, h * 0.95f);
    view.brush()
        .polygon(0x30fff0c0, w * 0.76f, 0, w * 0.84f, 0, w * 0.7f, h * 0.95f, w * 0.22f, h * 0.95f);
    view.brush().glow(w * 0.5f, h * 0.88f, w * 0.42f, h * 0.11f, 0x77ffe7b0);
  }

  static void castle(View view) {
    view.brush().vertical(0, 0, view.w(), view.h(), view.lit(0xffd8cbe0), view.lit(0xffb9a8c8));
    float step = view.w() / 4;
    for (int i = 0; i < 4; i++) {
      float x = step * (i + 0.5f);
      float half = step * 0.22f;
      view.brush()
          .round(
              x - half, view.h() * 0.12f, half * 2, view.h() * 0.48f, half, view.lit(0xfff3e6bd));
      view.brush()
          .rect(
              x - half * 0.06f,
              view.h() * 0.12f,
              half * 0.12f,
              view.h() * 0.48f,
              view.lit(0xff9c8bb0));
      view.brush()
          .rect(step * i - step * 0.06f, 0, step * 0.12f, view.horizon(), view.lit(0xffa090b6));
    }
    view.brush().rect(0, view.horizon(), view.w(), view.h() - view.horizon(), view.lit(0xff8f7fa6));
    float w = view.w();
    view.brush()
        .polygon(
            view.lit(0xffb23a55),
            w * 0.4f,
            view.horizon(),
            w * 0.6f,
            view.horizon(),
            w * 0.78f,
            view.h(),
            w * 0.22f,
            view.h());
  }

  static void studio(View view) {
    int[] walls = {0xfff3e3d3, 0xffdfeaf0, 0xffe9e4f2, 0xffe3eedf, 0xfff5e8c8};
    int wall = view.lit(walls[view.random().nextInt(walls.length)]);
    int floor = Colours.mix(wall, view.lit(0xff8a7f86), 0.18);
    float y = view.horizon();
    view.brush().fill(wall);
    view.brush()
        .vertical(
            0, y - view.h() * 0.12f, view.w(), view.h() * 0.2f, Colours.faded(floor, 0), floor);
    view.brush().rect(0, y + view.h() * 0.08f - 1, view.w(), view.h(), floor);
    view.brush()
        .glow(view.w() * 0.5f, view.h() * 0.42f, view.u() * 0.75f, view.u() * 0.55f, 0x88ffffff);
    view.brush()
        .glow(view.w() * 0.5f, view.h() * 0.9f, view.w() * 0.6f, view.h() * 0.12f, 0x44ffffff);
  }
}

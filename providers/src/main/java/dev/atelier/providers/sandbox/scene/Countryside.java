package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.art.Colours;

/** Open land: meadow, garden, farm, mountains. */
final class Countryside {
  private Countryside() {}

  static void meadow(View view) {
    land(view, 0xff7fb069, 0xff69a35a, 0xff8cc46c);
    Hills.tufts(view, view.horizon() + view.h() * 0.08f, 30 * view.detail(), view.lit(0xff5c9a4a));
    Hills.flowers(view, view.horizon() + view.h() * 0.12f, 10 * view.detail());
  }

  static void garden(View view) {
    land(view, 0xff6fa565, 0xff5f9a58, 0xff79b766);
    Hills.tufts(view, view.horizon() + view.h() * 0.06f, 24 * view.detail(), view.lit(0xff4c8a45));
    Hills.flowers(view, view.horizon() + view.h() * 0.05f, 44 * view.detail());
  }

  static void farm(View view) {
    land(view, 0xffc3b45a, 0xff9fb257, 0xffa9c765);
    barn(view);
    fence(view);
    Hills.tufts(view, view.horizon() + view.h() * 0.16f, 26 * view.detail(), view.lit(0xff86a848));
  }

  static void mountain(View view) {
    Skies.paint(view, view.horizon());
    int haze = view.ambience().horizon();
    Hills.peaks(
        view,
        view.horizon(),
        view.h() * 0.5f,
        3,
        Colours.mix(view.lit(0xff6f84a3), haze, 0.45),
        Colours.mix(view.lit(0xfff4f8fc), haze, 0.25));
    Hills.peaks(
        view,
        view.horizon() + view.h() * 0.02f,
        view.h() * 0.34f,
        4,
        Colours.mix(view.lit(0xff5b7089), haze, 0.2),
        view.lit(0xffeef3f8));
    Hills.rolling(view, view.horizon(), view.h() * 0.015f, view.lit(0xff5e8f5c));
    Hills.conifers(
        view, view.horizon() + view.h() * 0.02f, view.h() * 0.09f, 14, view.lit(0xff3b6b4a), 0);
    view.brush()
        .vertical(
            0,
            view.horizon() + view.h() * 0.05f,
            view.w(),
            view.h(),
            Colours.faded(view.lit(0xff79ab62), 0),
            view.lit(0xff86b56a),
            view.lit(0xff86b56a));
    Hills.tufts(view, view.horizon() + view.h() * 0.1f, 26 * view.detail(), view.lit(0xff5f9353));
  }

  private static void land(View view, int far, int near, int front) {
    float horizon = view.horizon();
    Skies.paint(view, horizon + view.h() * 0.06f);
    int haze = view.ambience().horizon();
    Hills.rolling(
        view, horizon - view.h() * 0.05f, view.h() * 0.03f, Colours.mix(view.lit(far), haze, 0.5));
    Hills.rolling(view, horizon, view.h() * 0.02f, Colours.mix(view.lit(near), haze, 0.15));
    float top = horizon + view.h() * 0.07f;
    view.brush()
        .vertical(
            0,
            top,
            view.w(),
            view.h() - top,
            Colours.faded(view.lit(front), 0),
            view.lit(front),
            view.lit(Colours.mix(front, near, 0.5)));
  }

  private static void barn(View view) {
    float s = view.u() * 0.2f;
    float x = view.w() * 0.72f;
    float base = view.horizon() + view.h() * 0.06f;
    view.brush().rect(x, base - s * 0.7f, s, s * 0.7f, view.lit(0xffb5483a));
    view.brush()
        .polygon(
            view.lit(0xff6d5348),
            x - s * 0.1f,
            base - s * 0.66f,
            x + s * 0.14f,
            base - s,
            x + s * 0.86f,
            base - s,
            x + s * 1.1f,
            base - s * 0.66f);
    view.brush().rect(x + s * 0.33f, base - s * 0.42f, s * 0.34f, s * 0.42f, view.lit(0xfff2e7d8));
    view.brush()
        .line(
            x + s * 0.33f, base, x + s * 0.67f, base - s * 0.42f, s * 0.03f, view.lit(0xffb5483a));
    view.brush()
        .line(
            x + s * 0.67f, base, x + s * 0.33f, base - s * 0.42f, s * 0.03f, view.lit(0xffb5483a));
  }

  private static void fence(View view) {
    float y = view.horizon() + view.h() * 0.1f;
    float step = view.u() * 0.11f;
    int wood = view.lit(0xffe4d6bd);
    for (float x = step * 0.3f; x < view.w(); x += step) {
      view.brush().rect(x, y - step * 0.5f, step * 0.12f, step * 0.62f, wood);
    }
    view.brush().rect(0, y - step * 0.38f, view.w(), step * 0.09f, wood);
    view.brush().rect(0, y - step * 0.14f, view.w(), step * 0.09f, wood);
  }
}

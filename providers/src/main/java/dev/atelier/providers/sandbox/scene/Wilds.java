package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.art.Colours;

/** Desert, snow, sky and space. */
final class Wilds {
  private Wilds() {}

  static void desert(View view) {
    float horizon = view.horizon();
    Skies.paint(view, horizon);
    int haze = view.ambience().horizon();
    Hills.rolling(
        view,
        horizon - view.h() * 0.02f,
        view.h() * 0.035f,
        Colours.mix(view.lit(0xffe0b074), haze, 0.45));
    Hills.rolling(view, horizon + view.h() * 0.04f, view.h() * 0.03f, view.lit(0xffe3b26f));
    Hills.rolling(view, horizon + view.h() * 0.14f, view.h() * 0.02f, view.lit(0xffecc083));
    for (int i = 0; i < 10 * view.detail(); i++) {
      float x = view.between(0, view.w());
      float y = view.between(horizon + view.h() * 0.18, view.h());
      view.brush()
          .line(
              x,
              y,
              x + view.u() * view.between(0.04, 0.12),
              y + view.u() * 0.004f,
              view.u() * 0.003f,
              view.lit(0x55b07a3c));
    }
  }

  static void snow(View view) {
    float horizon = view.horizon();
    Skies.paint(view, horizon + view.h() * 0.03f);
    int haze = view.ambience().horizon();
    Hills.peaks(
        view,
        horizon,
        view.h() * 0.24f,
        4,
        Colours.mix(view.lit(0xffa9c1d8), haze, 0.35),
        view.lit(0xfff6fafd));
    Hills.conifers(
        view,
        horizon + view.h() * 0.02f,
        view.h() * 0.13f,
        16,
        Colours.mix(view.lit(0xff5a847f), haze, 0.3),
        view.lit(0xfff0f6fb));
    Hills.rolling(view, horizon + view.h() * 0.015f, view.h() * 0.015f, view.lit(0xffe3edf5));
    float top = horizon + view.h() * 0.05f;
    view.brush()
        .vertical(
            0,
            top,
            view.w(),
            view.h() - top,
            Colours.faded(view.lit(0xfff4f8fc), 0),
            view.lit(0xfff4f8fc),
            view.lit(0xffd3e1ee));
    Woods.drifts(view, top);
  }

  static void sky(View view) {
    Skies.paint(view, view.h());
    int cloud = Colours.mix(view.ambience().horizon(), 0xffffffff, 0.6);
    for (int i = 0; i < 9; i++) {
      float size = view.u() * view.between(0.12, 0.24);
      float y = view.h() * view.between(0.88, 1.02);
      view.brush()
          .oval(
              view.w() * (i + 0.5f) / 9, y, size * 1.2f, size * 0.55f, Colours.faded(cloud, 0.85));
    }
  }

  static void space(View view) {
    view.brush().vertical(0, 0, view.w(), view.h(), 0xff0a0a24, 0xff191443, 0xff0d1030);
    view.brush()
        .glow(view.w() * 0.25f, view.h() * 0.3f, view.u() * 0.7f, view.u() * 0.4f, 0x557a3fb8);
    view.brush()
        .glow(view.w() * 0.75f, view.h() * 0.65f, view.u() * 0.8f, view.u() * 0.45f, 0x553a6fd0);
    view.brush()
        .glow(view.w() * 0.6f, view.h() * 0.2f, view.u() * 0.4f, view.u() * 0.22f, 0x44d0508a);
    Skies.stars(view, view.h(), 120 + 90 * view.detail());
    float radius = view.u() * 0.6f;
    float x = view.w() * 0.12f;
    float y = view.h() + radius * 0.55f;
    view.brush().glow(x, y, radius * 1.25f, radius * 1.25f, 0x884f9fe0);
    view.brush().oval(x, y, radius, radius, 0xff2c5f9e);
    view.brush()
        .oval(x - radius * 0.2f, y - radius * 0.45f, radius * 0.4f, radius * 0.16f, 0xff4f9a6a);
    view.brush()
        .oval(x + radius * 0.35f, y - radius * 0.65f, radius * 0.3f, radius * 0.1f, 0xff5fa872);
  }
}

package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.art.Colours;
import io.github.humbleui.skija.PathBuilder;

/** Among trees. */
final class Woods {
  private Woods() {}

  static void forest(View view, boolean snowy) {
    float horizon = view.horizon();
    Skies.paint(view, horizon);
    int haze = view.ambience().horizon();
    int green = view.lit(snowy ? 0xff4f7f78 : 0xff3f7d55);
    int snow = snowy ? view.lit(0xfff2f7fb) : 0;
    int ground = snowy ? 0xffe9f1f7 : 0xff7ea360;
    Hills.conifers(
        view, horizon + view.h() * 0.01f, view.h() * 0.34f, 16, Colours.mix(green, haze, 0.6), 0);
    Hills.conifers(
        view,
        horizon + view.h() * 0.03f,
        view.h() * 0.46f,
        11,
        Colours.mix(green, haze, 0.3),
        snow == 0 ? 0 : Colours.mix(snow, haze, 0.3));
    Hills.rolling(
        view,
        horizon + view.h() * 0.02f,
        view.h() * 0.012f,
        Colours.mix(view.lit(ground), haze, 0.2));
    Hills.conifers(view, horizon + view.h() * 0.06f, view.h() * 0.58f, 6, green, snow);
    float top = horizon + view.h() * 0.05f;
    view.brush()
        .vertical(
            0,
            top,
            view.w(),
            view.h() - top,
            Colours.faded(view.lit(ground), 0),
            view.lit(ground),
            view.lit(Colours.mix(ground, snowy ? 0xffc4d6e6 : 0xff557a45, 0.6)));
    if (snowy) {
      drifts(view, top);
    } else {
      Hills.tufts(view, horizon + view.h() * 0.1f, 34 * view.detail(), view.lit(0xff557f43));
    }
    frameTrunks(view, snowy);
  }

  static void drifts(View view, float top) {
    for (int i = 0; i < 4 + 3 * view.detail(); i++) {
      float y = view.between(top + view.h() * 0.05f, view.h());
      float wide = view.u() * view.between(0.12, 0.3);
      view.brush().glow(view.between(0, view.w()), y, wide, wide * 0.12f, view.lit(0x66aec4da));
      view.brush()
          .glow(
              view.between(0, view.w()), y - wide * 0.1f, wide, wide * 0.1f, view.lit(0xaaffffff));
    }
  }

  private static void frameTrunks(View view, boolean snowy) {
    int bark = view.lit(snowy ? 0xff4a4148 : 0xff5a4334);
    float thick = view.u() * 0.075f;
    trunk(view, view.w() * 0.035f, thick, bark, snowy);
    trunk(view, view.w() * 0.955f, thick * 0.8f, bark, snowy);
  }

  private static void trunk(View view, float x, float thick, int bark, boolean snowy) {
    float base = view.h() * 0.93f;
    view.brush()
        .polygon(
            bark,
            x - thick * 0.4f,
            0,
            x + thick * 0.4f,
            0,
            x + thick * 0.5f,
            base * 0.9f,
            x + thick * 0.85f,
            base,
            x - thick * 0.85f,
            base,
            x - thick * 0.5f,
            base * 0.9f);
    view.brush().rect(x - thick * 0.36f, 0, thick * 0.16f, base * 0.9f, 0x22ffffff);
    if (snowy) {
      view.brush().oval(x, base, thick * 1.4f, thick * 0.22f, view.lit(0xfff2f7fb));
    }
  }

  static void bamboo(View view) {
    int haze = Colours.mix(view.ambience().horizon(), 0xffd7efc0, 0.5);
    view.brush()
        .vertical(
            0,
            0,
            view.w(),
            view.h(),
            view.lit(0xffcfe8b0),
            Colours.mix(view.lit(0xffe9f5d2), haze, 0.5),
            view.lit(0xffb7d68f));
    if (view.night()) {
      Skies.paint(view, view.horizon());
    }
    stalks(view, 22, 0.018f, Colours.mix(view.lit(0xff9cc77a), haze, 0.45));
    stalks(view, 14, 0.028f, Colours.mix(view.lit(0xff7db35a), haze, 0.15));
    float top = view.horizon();
    view.brush()
        .vertical(
            0,
            top,
            view.w(),
            view.h() - top,
            Colours.faded(view.lit(0xff8fb866), 0),
            view.lit(0xff86b35d),
            view.lit(0xff6c9a49));
    Hills.tufts(view, top + view.h() * 0.05f, 34 * view.detail(), view.lit(0xff5b8a3c));
    edges(view);
  }

  private static void edges(View view) {
    for (float x : new float[] {0.035f, 0.105f, 0.9f, 0.965f}) {
      stalk(view, x * view.w(), view.u() * 0.045f, view.lit(0xff63a03f), view.h() * 0.95f);
    }
  }

  private static void stalks(View view, int count, float thick, int colour) {
    for (int i = 0; i < count; i++) {
      float x = view.w() * (i + view.between(0.1, 0.9)) / count;
      stalk(
          view,
          x,
          view.u() * thick * view.between(0.8, 1.2),
          colour,
          view.horizon() + view.h() * view.between(0, 0.06));
    }
  }

  private static void stalk(View view, float x, float thick, int colour, float base) {
    view.brush().rect(x - thick / 2, 0, thick, base, colour);
    view.brush()
        .rect(x - thick * 0.32f, 0, thick * 0.2f, base, Colours.mix(colour, 0xffffffff, 0.35));
    for (float y = view.between(0, 0.1) * view.h(); y < base; y += thick * 5.5f) {
      view.brush()
          .rect(
              x - thick * 0.58f,
              y,
              thick * 1.16f,
              thick * 0.16f,
              Colours.mix(colour, 0xff27501a, 0.45));
    }
    for (int leaf = 0; leaf < 1 + view.detail(); leaf++) {
      leaf(view, x, view.between(0, base * 0.75), thick * 4.5f, colour);
    }
  }

  private static void leaf(View view, float x, float y, float size, int colour) {
    float way = view.random().nextBoolean() ? 1 : -1;
    try (var path = new PathBuilder()) {
      path.moveTo(x, y)
          .quadTo(x + way * size * 0.5f, y - size * 0.12f, x + way * size, y + size * 0.3f);
      path.quadTo(x + way * size * 0.4f, y + size * 0.2f, x, y).closePath();
      view.brush().path(path, Colours.mix(colour, 0xff2f7a2a, 0.25));
    }
  }

  static void jungle(View view) {
    view.brush()
        .vertical(
            0,
            0,
            view.w(),
            view.h(),
            view.lit(0xff9fd6a0),
            view.lit(0xffc9ecb4),
            view.lit(0xff5f9a4f));
    if (view.night()) {
      Skies.paint(view, view.horizon());
    }
    for (int layer = 0; layer < 3; layer++) {
      int colour = view.lit(Colours.mix(0xff86c08a, 0xff2f7a47, layer * 0.45));
      canopy(view, layer, colour);
    }
    float top = view.horizon() + view.h() * 0.03f;
    view.brush()
        .vertical(
            0,
            top,
            view.w(),
            view.h() - top,
            Colours.faded(view.lit(0xff6fa653), 0),
            view.lit(0xff6fa653),
            view.lit(0xff4f8a45));
    Hills.tufts(view, top + view.h() * 0.05f, 40 * view.detail(), view.lit(0xff3f7a3a));
  }

  private static void canopy(View view, int layer, int colour) {
    int count = 9 - layer;
    for (int i = 0; i < count; i++) {
      float x = view.w() * (i + view.between(0, 1)) / count;
      float size = view.u() * (0.1f + 0.05f * layer);
      view.brush()
          .oval(x, view.horizon() - size * 0.2f, size, size * view.between(0.7, 1.3), colour);
      if (i % 3 == layer % 3) {
        float wide = size * 0.16f;
        view.brush()
            .rect(x - wide / 2, 0, wide, view.horizon(), Colours.mix(colour, 0xff4a3524, 0.45));
      }
      view.brush().oval(x, 0, size * 1.3f, size * view.between(0.5, 0.9), colour);
    }
  }
}

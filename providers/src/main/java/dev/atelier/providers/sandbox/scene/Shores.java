package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.art.Colours;
import io.github.humbleui.skija.PathBuilder;

/** At, on and under water. */
final class Shores {
  private Shores() {}

  static void beach(View view) {
    float horizon = view.horizon();
    float shore = view.h() * 0.66f;
    Skies.paint(view, horizon);
    water(view, horizon, shore + view.h() * 0.03f, 0xff2f8fc4, 0xff7fd4d8);
    sand(view, shore);
    foam(view, shore);
  }

  private static void sand(View view, float shore) {
    Hills.rolling(view, shore, view.h() * 0.008f, view.lit(0xfff1dcae));
    view.brush()
        .vertical(
            0,
            shore + view.h() * 0.03f,
            view.w(),
            view.h() - shore,
            Colours.faded(view.lit(0xffecd29c), 0),
            view.lit(0xffe6c88e));
    for (int i = 0; i < 40 * view.detail(); i++) {
      float radius = view.u() * view.between(0.001, 0.003);
      view.brush()
          .oval(
              view.between(0, view.w()),
              view.between(shore + view.h() * 0.05, view.h()),
              radius * 2,
              radius,
              view.lit(0x66b8935a));
    }
  }

  private static void foam(View view, float shore) {
    try (var path = new PathBuilder()) {
      path.moveTo(0, shore);
      for (int i = 1; i <= 20; i++) {
        path.lineTo(view.w() * i / 20, shore + view.h() * 0.01f * (float) Math.sin(i * 1.1));
      }
      view.brush().stroke(path, view.u() * 0.012f, view.lit(0xddffffff));
    }
  }

  private static void water(View view, float top, float bottom, int far, int near) {
    int haze = view.ambience().horizon();
    view.brush()
        .vertical(
            0,
            top,
            view.w(),
            bottom - top,
            Colours.mix(view.lit(far), haze, 0.4),
            view.lit(far),
            view.lit(near));
    int glint = Colours.faded(Colours.mix(haze, 0xffffffff, 0.6), 0.4);
    for (int i = 0; i < 24 * view.detail(); i++) {
      float share = view.between(0, 1);
      float y = top + (bottom - top) * share * share;
      float wide = view.u() * (0.02f + 0.09f * share) * view.between(0.5, 1);
      float x = view.between(0, view.w());
      view.brush().line(x, y, x + wide, y, view.u() * (0.001f + 0.003f * share), glint);
    }
  }

  static void sea(View view) {
    Skies.paint(view, view.horizon());
    water(view, view.horizon(), view.h(), 0xff2b7bb5, 0xff1c5f92);
    for (int i = 0; i < 5; i++) {
      float y = view.horizon() + view.h() * (0.07f + 0.09f * i);
      swell(
          view,
          y,
          view.h() * (0.004f + 0.003f * i),
          Colours.faded(view.lit(0xff8fd0ea), 0.16 + 0.03 * i));
    }
  }

  private static void swell(View view, float y, float wave, int colour) {
    float phase = view.between(0, 6.28);
    try (var path = new PathBuilder()) {
      path.moveTo(0, y);
      for (int i = 1; i <= 40; i++) {
        path.lineTo(view.w() * i / 40, y + wave * (float) Math.sin(i * 0.9 + phase));
      }
      view.brush().stroke(path, wave * 1.2f, colour);
    }
  }

  static void lake(View view) {
    float horizon = view.horizon();
    Skies.paint(view, horizon);
    int haze = view.ambience().horizon();
    Hills.peaks(
        view, horizon, view.h() * 0.22f, 4, Colours.mix(view.lit(0xff6b87a0), haze, 0.5), 0);
    Hills.conifers(
        view, horizon, view.h() * 0.12f, 22, Colours.mix(view.lit(0xff3f7355), haze, 0.2), 0);
    float bank = view.h() * 0.83f;
    water(view, horizon, bank + view.h() * 0.05f, 0xff4f93b8, 0xff79b8c8);
    Hills.rolling(view, bank, view.h() * 0.01f, view.lit(0xff7fb065));
    Hills.tufts(view, bank + view.h() * 0.02f, 30 * view.detail(), view.lit(0xff558a48));
    reeds(view, bank);
  }

  private static void reeds(View view, float bank) {
    for (int i = 0; i < 8 + 4 * view.detail(); i++) {
      float x = view.w() * (i % 2 == 0 ? view.between(0, 0.14) : view.between(0.86, 1));
      float tall = view.h() * view.between(0.09, 0.2);
      view.brush()
          .line(
              x,
              bank + view.h() * 0.02f,
              x + tall * 0.1f,
              bank - tall,
              view.u() * 0.004f,
              view.lit(0xff55803f));
      view.brush()
          .oval(
              x + tall * 0.1f, bank - tall, view.u() * 0.006f, tall * 0.14f, view.lit(0xff7a5230));
    }
  }

  static void underwater(View view) {
    view.brush()
        .vertical(
            0,
            0,
            view.w(),
            view.h(),
            view.lit(0xff6fd3e3),
            view.lit(0xff2a93c4),
            view.lit(0xff0f4f86));
    rays(view);
    float floor = view.horizon();
    Hills.rolling(view, floor, view.h() * 0.015f, view.lit(0xffc9b98a));
    weeds(view, floor);
    for (int i = 0; i < 14 * view.detail(); i++) {
      float radius = view.u() * view.between(0.003, 0.011);
      float x = view.between(0, view.w());
      float y = view.between(0, floor);
      view.brush().ring(x, y, radius, radius * 0.25f, 0x88ffffff);
    }
  }

  private static void rays(View view) {
    for (int i = 0; i < 5; i++) {
      float x = view.w() * (0.1f + 0.2f * i) + view.between(-0.05, 0.05) * view.w();
      float wide = view.w() * view.between(0.03, 0.08);
      view.brush()
          .polygon(
              0x16ffffff,
              x,
              0,
              x + wide,
              0,
              x + wide * 2 + view.w() * 0.1f,
              view.h(),
              x - wide + view.w() * 0.1f,
              view.h());
    }
  }

  private static void weeds(View view, float floor) {
    int[] colours = {0xff3f9a6a, 0xff2f7f62, 0xffd06a7a};
    for (int i = 0; i < 8 + 5 * view.detail(); i++) {
      float x = view.w() * (i % 2 == 0 ? view.between(0, 0.22) : view.between(0.78, 1));
      float tall = view.h() * view.between(0.07, 0.24);
      float base = floor + view.h() * 0.03f;
      try (var path = new PathBuilder()) {
        path.moveTo(x, base)
            .cubicTo(
                x - tall * 0.2f,
                base - tall * 0.4f,
                x + tall * 0.25f,
                base - tall * 0.6f,
                x,
                base - tall);
        view.brush().stroke(path, view.u() * 0.012f, view.lit(colours[i % colours.length]));
      }
    }
  }
}

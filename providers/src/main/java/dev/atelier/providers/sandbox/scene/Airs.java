package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.art.Colours;

/** What lies between the viewer and the scene: rain, flakes, fog, a touch of light. */
final class Airs {
  private Airs() {}

  static void paint(View view) {
    switch (view.mood().weather()) {
      case RAIN -> rain(view);
      case SNOWFALL -> flakes(view);
      case FOG -> fog(view);
      case CLEAR -> {}
    }
    if (view.detail() > 2) {
      view.brush()
          .vertical(0, view.h() * 0.82f, view.w(), view.h() * 0.18f, 0x00100820, 0x22100820);
    }
  }

  private static void rain(View view) {
    for (int i = 0; i < 120 * view.detail(); i++) {
      float length = view.u() * view.between(0.02, 0.055);
      float x = view.between(-0.05, 1) * view.w();
      float y = view.between(-0.05, 1) * view.h();
      view.brush().line(x, y, x + length * 0.22f, y + length, view.u() * 0.002f, 0x66dbe9f5);
    }
  }

  private static void flakes(View view) {
    for (int i = 0; i < 80 * view.detail(); i++) {
      float radius = view.u() * view.between(0.0018, 0.0065);
      int colour = Colours.faded(0xffffffff, view.between(0.5, 0.95));
      view.brush()
          .oval(view.between(0, view.w()), view.between(0, view.h()), radius, radius, colour);
    }
  }

  private static void fog(View view) {
    int fog = view.lit(0xffe8ecef);
    view.brush()
        .vertical(
            0,
            0,
            view.w(),
            view.h(),
            Colours.faded(fog, 0.35),
            Colours.faded(fog, 0.62),
            Colours.faded(fog, 0.12));
  }
}

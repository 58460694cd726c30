package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.art.Colours;
import dev.atelier.providers.sandbox.words.Mood.Weather;

/** What is above the horizon. */
final class Skies {
  private Skies() {}

  static void paint(View view, float bottom) {
    var brush = view.brush();
    brush.vertical(0, 0, view.w(), bottom, colours(view));
    switch (view.mood().light()) {
      case NIGHT -> night(view, bottom);
      case MORNING -> sun(view, 0.2f, bottom * 0.78f, 0xffffe9b8, 0xaafff0c8);
      case EVENING -> sun(view, 0.76f, bottom * 0.82f, 0xffffd28a, 0xaaffb070);
      case DAY, STUDIO -> sun(view, 0.82f, bottom * 0.22f, 0xfffff6cf, 0x88fff8d8);
    }
    if (view.mood().weather() != Weather.FOG) {
      clouds(view, bottom);
    }
  }

  private static int[] colours(View view) {
    var sky = view.ambience().sky().clone();
    double grey =
        switch (view.mood().weather()) {
          case CLEAR -> 0;
          case RAIN -> 0.62;
          case SNOWFALL -> 0.35;
          case FOG -> 0.5;
        };
    for (int i = 0; i < sky.length; i++) {
      sky[i] = Colours.mix(sky[i], view.lit(0xffb4bcc6), grey);
    }
    return sky;
  }

  private static void sun(View view, float x, float y, int disc, int halo) {
    if (view.mood().weather() != Weather.CLEAR || !view.lamp()) {
      return;
    }
    float radius = view.u() * 0.055f;
    view.brush().glow(x * view.w(), y, view.u() * 0.42f, view.u() * 0.42f, halo);
    view.brush().oval(x * view.w(), y, radius, radius, disc);
  }

  static void stars(View view, float bottom, int count) {
    for (int i = 0; i < count; i++) {
      float radius = view.u() * view.between(0.0009, 0.0028);
      int colour = Colours.faded(0xfffff8e0, view.between(0.4, 1));
      view.brush().oval(view.between(0, view.w()), view.between(0, bottom), radius, radius, colour);
    }
  }

  private static void night(View view, float bottom) {
    if (view.mood().weather() == Weather.CLEAR || view.mood().weather() == Weather.SNOWFALL) {
      stars(view, bottom * 0.9f, 60 + 50 * view.detail());
    }
    if (!view.lamp()) {
      return;
    }
    float radius = view.u() * 0.06f;
    float x = view.w() * 0.78f;
    float y = bottom * 0.26f;
    view.brush().glow(x, y, radius * 5, radius * 5, 0x66dfe8ff);
    view.brush().oval(x, y, radius, radius, 0xfff6f1d8);
    view.brush()
        .oval(x - radius * 0.3f, y - radius * 0.2f, radius * 0.2f, radius * 0.2f, 0x22907850);
    view.brush()
        .oval(x + radius * 0.3f, y + radius * 0.3f, radius * 0.27f, radius * 0.27f, 0x22907850);
  }

  private static void clouds(View view, float bottom) {
    int colour =
        Colours.faded(
            Colours.mix(view.ambience().horizon(), 0xffffffff, 0.55), view.night() ? 0.16 : 0.8);
    int count = 2 + view.detail();
    for (int i = 0; i < count; i++) {
      float x = view.w() * (i + view.between(0.1, 0.9)) / count;
      cloud(view, x, bottom * view.between(0.12, 0.6), view.u() * view.between(0.05, 0.1), colour);
    }
  }

  private static void cloud(View view, float x, float y, float size, int colour) {
    var brush = view.brush();
    try (var path = new io.github.humbleui.skija.PathBuilder()) {
      path.addRRect(
          io.github.humbleui.types.RRect.makeXYWH(
              x - size * 1.6f, y, size * 3.2f, size * 0.5f, size * 0.25f));
      path.addCircle(x - size * 0.6f, y, size * 0.5f);
      path.addCircle(x + size * 0.25f, y - size * 0.15f, size * 0.68f);
      path.addCircle(x + size * 0.95f, y + size * 0.08f, size * 0.38f);
      brush.path(path, colour);
    }
  }
}

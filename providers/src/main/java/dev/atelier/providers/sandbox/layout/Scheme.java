package dev.atelier.providers.sandbox.layout;

import dev.atelier.providers.sandbox.art.Colours;
import dev.atelier.providers.sandbox.words.Mood;
import dev.atelier.providers.sandbox.words.Mood.Light;
import dev.atelier.providers.sandbox.words.Mood.Palette;
import dev.atelier.providers.sandbox.words.Tint;
import java.util.List;

/** The four colours of a layout. */
record Scheme(int ground, int block, int accent, int ink) {
  private static final List<Scheme> ALL =
      List.of(
          new Scheme(0xfff6e7cb, 0xffe2553f, 0xfff2b134, 0xff2b2140),
          new Scheme(0xff17324d, 0xff2f7f8f, 0xfff4b942, 0xfffff4dc),
          new Scheme(0xfff3efe6, 0xff3c6e71, 0xffd9694f, 0xff22333b),
          new Scheme(0xff3b1f4b, 0xff8e3b6e, 0xfff7b267, 0xfffff1e0),
          new Scheme(0xfff7d9c4, 0xff7d8bae, 0xffe58f65, 0xff2d2a45),
          new Scheme(0xffe4efe0, 0xff5f9a6a, 0xfff0b84c, 0xff1f3d2e));
  private static final List<Scheme> DARK =
      List.of(
          new Scheme(0xff141a3c, 0xff31408a, 0xfff6cf65, 0xfffff6de),
          new Scheme(0xff20102e, 0xff6a2c63, 0xffff9f68, 0xfffff0e2),
          new Scheme(0xff0f2b33, 0xff1f6a70, 0xfff2c14e, 0xfff4fbf4));
  private static final Scheme NEON = new Scheme(0xff150b2e, 0xff5a1fa8, 0xffff3fa4, 0xff7df9ff);

  static Scheme of(List<Tint> named, Mood mood, long seed) {
    if (mood.palette() == Palette.NEON) {
      return NEON;
    }
    boolean dark = mood.light() == Light.NIGHT;
    var all = dark ? DARK : ALL;
    var scheme = all.get(Math.floorMod(seed, all.size()));
    return named.isEmpty() ? scheme : scheme.around(named);
  }

  private Scheme around(List<Tint> named) {
    int first = Colours.opaque(named.getFirst().rgb());
    int ink = Colours.inkOn(first);
    int second =
        named.size() > 1 ? Colours.opaque(named.get(1).rgb()) : Colours.mix(first, ink, 0.25);
    int third = named.size() > 1 ? second : Colours.mix(first, 0xffffc857, 0.7);
    return new Scheme(first, Colours.mix(first, ink, 0.16), third, ink);
  }
}

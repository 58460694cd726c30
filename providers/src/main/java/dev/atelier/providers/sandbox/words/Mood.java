package dev.atelier.providers.sandbox.words;

/** How a scene looks beyond what is in it. */
public record Mood(Light light, Weather weather, Style style, Palette palette) {
  public static final Mood PLAIN = new Mood(Light.DAY, Weather.CLEAR, Style.PLAIN, Palette.NATURAL);

  /** Time of day, or a photographer's lamps. */
  public enum Light {
    MORNING,
    DAY,
    EVENING,
    NIGHT,
    STUDIO
  }

  /** What falls or hangs in the air. */
  public enum Weather {
    CLEAR,
    RAIN,
    SNOWFALL,
    FOG
  }

  /** How the finished picture is treated. */
  public enum Style {
    PLAIN,
    FLAT,
    WATERCOLOR,
    LINE,
    PIXEL
  }

  /** How the colours are shifted. */
  public enum Palette {
    NATURAL,
    PASTEL,
    NEON,
    SEPIA,
    MONO,
    WARM,
    COOL,
    VIVID
  }

  public Mood with(Light other) {
    return new Mood(other, weather, style, palette);
  }

  public Mood with(Weather other) {
    return new Mood(light, other, style, palette);
  }

  public Mood with(Style other) {
    return new Mood(light, weather, other, palette);
  }

  public Mood with(Palette other) {
    return new Mood(light, weather, style, other);
  }
}

package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.words.Mood.Light;

/**
 * What the light does to colours.
 *
 * @param red factor on red, and so on
 * @param zenith the sky's colour above, {@code middle} below that, down to {@code horizon}
 * @param shadow colour of shadows with their alpha
 * @param slant how far shadows fall to the right for each length they have
 */
record Ambience(
    float red,
    float green,
    float blue,
    int zenith,
    int middle,
    int horizon,
    int shadow,
    float slant) {

  static Ambience of(Light light) {
    return switch (light) {
      case MORNING ->
          new Ambience(1f, 0.965f, 0.90f, 0xff7fb9e6, 0xffcfe3ea, 0xffffe3bd, 0x58402a3c, 1.5f);
      case DAY -> new Ambience(1f, 1f, 1f, 0xff4a9fe0, 0xff8cc8ee, 0xffd9f0fa, 0x50203040, 0.5f);
      case EVENING ->
          new Ambience(1f, 0.86f, 0.78f, 0xff43397f, 0xffd9677a, 0xffffc37d, 0x603a1a3c, 1.8f);
      case NIGHT ->
          new Ambience(0.50f, 0.58f, 0.84f, 0xff0b1234, 0xff1a2a5e, 0xff35508f, 0x70050a20, 0.7f);
      case STUDIO -> new Ambience(1f, 1f, 1f, 0xff5fa9e0, 0xffa5d3ee, 0xffe6f3f8, 0x46202030, 0.3f);
    };
  }

  /** From the zenith down to the horizon. */
  int[] sky() {
    return new int[] {zenith, middle, horizon};
  }

  /** The colour as seen in this light. */
  int lit(int colour) {
    return (colour & 0xff000000)
        | Math.round((colour >> 16 & 0xff) * red) << 16
        | Math.round((colour >> 8 & 0xff) * green) << 8
        | Math.round((colour & 0xff) * blue);
  }

  /** What subjects are multiplied with: they are kept brighter than their surroundings. */
  int onSubjects() {
    return 0xff000000
        | Math.round((0.35f + red * 0.65f) * 255) << 16
        | Math.round((0.35f + green * 0.65f) * 255) << 8
        | Math.round((0.35f + blue * 0.65f) * 255);
  }
}

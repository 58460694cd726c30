package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.art.Brush;
import dev.atelier.providers.sandbox.words.Mood;
import java.util.SplittableRandom;

/**
 * One scene being drawn.
 *
 * @param detail 1 (little) to 3
 * @param lamp whether the sky shows a sun or moon of its own
 * @param tall whether someone stands here who would not fit on a table
 * @param random for the setting's accidents, always drawn in the same order
 */
record View(
    Brush brush,
    Terrain terrain,
    Ambience ambience,
    Mood mood,
    int detail,
    boolean lamp,
    boolean tall,
    SplittableRandom random) {

  float w() {
    return brush.width();
  }

  float h() {
    return brush.height();
  }

  float u() {
    return brush.unit();
  }

  float horizon() {
    return terrain.horizon() * h();
  }

  int lit(int colour) {
    return ambience.lit(colour);
  }

  /** A random number between two. */
  float between(double from, double to) {
    return (float) random.nextDouble(from, to);
  }

  boolean night() {
    return mood.light() == Mood.Light.NIGHT;
  }
}

package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.words.Setting;

/**
 * Where things can be in a setting, as shares of the picture's height.
 *
 * @param horizon where ground and backdrop meet
 * @param back where things far behind stand
 * @param front where the main subject stands
 * @param floating whether everything floats, as under water
 */
record Terrain(float horizon, float back, float front, boolean floating) {

  static Terrain of(Setting setting) {
    return switch (setting) {
      case TABLE, KITCHEN -> new Terrain(0.62f, 0.66f, 0.80f, false);
      case ROOM, OFFICE -> new Terrain(0.68f, 0.72f, 0.86f, false);
      case FOREST, BAMBOO, JUNGLE -> new Terrain(0.66f, 0.72f, 0.88f, false);
      case MEADOW, GARDEN, FARM -> new Terrain(0.60f, 0.68f, 0.87f, false);
      case MOUNTAIN -> new Terrain(0.66f, 0.72f, 0.88f, false);
      case BEACH -> new Terrain(0.48f, 0.66f, 0.86f, false);
      case DESERT, SNOW -> new Terrain(0.60f, 0.68f, 0.86f, false);
      case CITY, ROAD -> new Terrain(0.70f, 0.74f, 0.88f, false);
      case SEA, LAKE -> new Terrain(0.52f, 0.60f, 0.90f, false);
      case CASTLE, STAGE -> new Terrain(0.74f, 0.78f, 0.88f, false);
      case STUDIO -> new Terrain(0.66f, 0.72f, 0.84f, false);
      case UNDERWATER -> new Terrain(0.86f, 0.88f, 0.93f, true);
      case SPACE, SKY -> new Terrain(1f, 0.9f, 0.9f, true);
    };
  }

  /** Where things that float on water meet it. */
  float waterline() {
    return horizon + (front - horizon) * 0.55f;
  }
}

package dev.atelier.providers.sandbox.words;

/** Where a scene takes place. */
public enum Setting {
  TABLE,
  KITCHEN,
  ROOM,
  OFFICE,
  FOREST,
  BAMBOO,
  JUNGLE,
  MEADOW,
  GARDEN,
  FARM,
  MOUNTAIN,
  BEACH,
  DESERT,
  SNOW,
  CITY,
  ROAD,
  SEA,
  LAKE,
  UNDERWATER,
  SPACE,
  SKY,
  CASTLE,
  STAGE,
  STUDIO;

  /** Whether walls surround it, so that no sky is seen. */
  public boolean indoors() {
    return switch (this) {
      case TABLE, KITCHEN, ROOM, OFFICE, STAGE, STUDIO -> true;
      case FOREST, BAMBOO, JUNGLE, MEADOW, GARDEN, FARM, MOUNTAIN, BEACH, DESERT, SNOW -> false;
      case CITY, ROAD, SEA, LAKE, UNDERWATER, SPACE, SKY, CASTLE -> false;
    };
  }
}

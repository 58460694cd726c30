package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.words.Setting;

/** Draws a setting, without what happens in it. */
final class Backdrop {
  private Backdrop() {}

  static void paint(View view, Setting setting) {
    switch (setting) {
      case MEADOW -> Countryside.meadow(view);
      case GARDEN -> Countryside.garden(view);
      case FARM -> Countryside.farm(view);
      case MOUNTAIN -> Countryside.mountain(view);
      case FOREST ->
          Woods.forest(
              view,
              view.mood().weather() == dev.atelier.providers.sandbox.words.Mood.Weather.SNOWFALL);
      case BAMBOO -> Woods.bamboo(view);
      case JUNGLE -> Woods.jungle(view);
      case BEACH -> Shores.beach(view);
      case SEA -> Shores.sea(view);
      case LAKE -> Shores.lake(view);
      case UNDERWATER -> Shores.underwater(view);
      case DESERT -> Wilds.desert(view);
      case SNOW -> Wilds.snow(view);
      case SPACE -> Wilds.space(view);
      case SKY -> Wilds.sky(view);
      case CITY -> Towns.city(view);
      case ROAD -> Towns.road(view);
      case TABLE -> Interiors.table(view);
      case KITCHEN -> Interiors.kitchen(view);
      case ROOM -> Interiors.room(view);
      case OFFICE -> Interiors.office(view);
      case STAGE -> Halls.stage(view);
      case CASTLE -> Halls.castle(view);
      case STUDIO -> Halls.studio(view);
    }
  }
}

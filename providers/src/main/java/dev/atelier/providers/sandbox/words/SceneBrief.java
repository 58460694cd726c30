package dev.atelier.providers.sandbox.words;

import java.util.List;

/**
 * What a scene shows.
 *
 * @param settingNamed whether the prompt named the setting, rather than the subjects suggesting it
 */
public record SceneBrief(
    List<Actor> actors, Setting setting, boolean settingNamed, Mood mood, boolean lightNamed) {
  public SceneBrief {
    actors = List.copyOf(actors);
  }
}

package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.art.Brush;
import dev.atelier.providers.sandbox.art.Drawings;
import dev.atelier.providers.sandbox.words.Actor;
import dev.atelier.providers.sandbox.words.Mood.Light;
import dev.atelier.providers.sandbox.words.SceneBrief;
import dev.atelier.providers.sandbox.words.Setting;
import dev.atelier.providers.sandbox.words.Subject.Place;
import java.util.Set;
import java.util.SplittableRandom;

/** Draws scenes. Safe for many threads; the same arguments draw the same pixels. */
public final class Scene {
  private static final Set<String> SKY_LIGHTS = Set.of("sun", "moon", "crescent");
  private static final int TALL = 4;

  private final Drawings drawings;

  public Scene(Drawings drawings) {
    this.drawings = drawings;
  }

  /**
   * @param detail 1 to 3
   */
  public void draw(Brush brush, SceneBrief brief, long seed, int detail) {
    var view = view(brush, brief, seed, detail);
    Backdrop.paint(view, brief.setting());
    players(view, brief, seed, true);
    Airs.paint(view);
  }

  /** Only the subjects, without ground or shadow, as large as the brush's picture allows. */
  public void fillWithSubjects(Brush brush, SceneBrief brief, long seed, int detail) {
    var view = view(brush, brief, seed, detail);
    var standing = Composition.of(brief, drawings::aspect, view.w(), view.h(), seed);
    new Players(view, drawings, false).draw(Composition.filling(standing, view.w(), view.h()));
  }

  /** Only the subjects, on whatever is there: no ground, no shadow. */
  public void drawSubjects(Brush brush, SceneBrief brief, long seed, int detail) {
    players(view(brush, brief, seed, detail), brief, seed, false);
  }

  private void players(View view, SceneBrief brief, long seed, boolean shadows) {
    var standing = Composition.of(brief, drawings::aspect, view.w(), view.h(), seed);
    new Players(view, drawings, shadows).draw(standing);
  }

  private static boolean tall(Actor actor) {
    return actor.subject().place() == Place.GROUND && actor.subject().size() >= TALL;
  }

  private static View view(Brush brush, SceneBrief brief, long seed, int detail) {
    boolean dark = brief.setting() == Setting.SPACE || brief.setting() == Setting.STAGE;
    var light = dark ? Light.STUDIO : brief.mood().light();
    return new View(
        brush,
        Terrain.of(brief.setting()),
        Ambience.of(light),
        brief.mood().with(light),
        detail,
        brief.actors().stream().noneMatch(actor -> SKY_LIGHTS.contains(actor.subject().id())),
        brief.actors().stream().anyMatch(Scene::tall),
        new SplittableRandom(seed));
  }
}

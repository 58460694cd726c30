package dev.atelier.providers.sandbox.words;

import java.util.Map;

/** Chooses how a sleeping actor is drawn: curled up where such a drawing exists. */
final class Sleepers {
  private static final Tint BLACK = new Tint(0x26262b);
  private static final Map<String, String> CURLED =
      Map.of(
          "fox", "sleeping fox",
          "cat", "sleeping cat",
          "black cat", "sleeping cat",
          "dog", "sleeping dog",
          "golden retriever", "sleeping dog",
          "wolf", "sleeping wolf");

  private Sleepers() {}

  static Actor drawn(Actor actor) {
    if (!actor.asleep()) {
      return actor;
    }
    var id = CURLED.get(actor.subject().id());
    if (id == null) {
      return actor;
    }
    var subject = Subjects.named(id).orElseThrow();
    var curled = actor.sleeping(subject);
    return actor.subject().id().equals("black cat") && actor.tint().isEmpty()
        ? curled.tinted(BLACK)
        : curled;
  }
}

package dev.atelier.providers.sandbox.words;

import dev.atelier.providers.sandbox.words.Actor.Link;
import dev.atelier.providers.sandbox.words.Meaning.Amount;
import dev.atelier.providers.sandbox.words.Meaning.Aside;
import dev.atelier.providers.sandbox.words.Meaning.At;
import dev.atelier.providers.sandbox.words.Meaning.Coloured;
import dev.atelier.providers.sandbox.words.Meaning.Contains;
import dev.atelier.providers.sandbox.words.Meaning.Falls;
import dev.atelier.providers.sandbox.words.Meaning.Filler;
import dev.atelier.providers.sandbox.words.Meaning.Grown;
import dev.atelier.providers.sandbox.words.Meaning.Lit;
import dev.atelier.providers.sandbox.words.Meaning.Located;
import dev.atelier.providers.sandbox.words.Meaning.Posed;
import dev.atelier.providers.sandbox.words.Meaning.Printed;
import dev.atelier.providers.sandbox.words.Meaning.Related;
import dev.atelier.providers.sandbox.words.Meaning.Removes;
import dev.atelier.providers.sandbox.words.Meaning.Says;
import dev.atelier.providers.sandbox.words.Meaning.Thing;
import dev.atelier.providers.sandbox.words.Meaning.Toned;
import dev.atelier.providers.sandbox.words.Meaning.Treated;
import dev.atelier.providers.sandbox.words.Meaning.Without;
import dev.atelier.providers.sandbox.words.Mood.Light;
import dev.atelier.providers.sandbox.words.Mood.Weather;
import dev.atelier.providers.sandbox.words.Subject.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a scene together, word by word. English names the preposition before the place (<em>on a
 * sofa</em>), Chinese mostly after it (在沙发上); both end as a link from one actor to another.
 */
final class SceneReader {
  static final int COUNT_MAX = 12;
  private static final int ACTORS_MAX = 10;
  private static final int NONE = -1;

  /** Buildings that are a setting for those inside. */
  private static final Map<String, Setting> INSIDE =
      Map.of(
          "castle", Setting.CASTLE,
          "church", Setting.CASTLE,
          "museum", Setting.CASTLE,
          "house", Setting.ROOM,
          "hut", Setting.ROOM,
          "factory", Setting.OFFICE);

  private static final Set<String> HOLDERS =
      Set.of("vase", "basket", "bowl", "box", "bucket", "treasure", "bathtub", "gift", "coffee");

  private final List<Actor> actors = new ArrayList<>();
  private final List<Tint> loose = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  private @Nullable Setting setting;
  private Mood mood = Mood.PLAIN;
  private boolean lightNamed;

  private int count;
  private double grow = 1;
  private boolean asleep;
  private boolean unwanted;
  private boolean removal;
  private @Nullable Tint tint;
  private Side side = Side.ANY;

  /** A preposition waiting for its place, and the actor it speaks of. */
  private @Nullable Relation preposition;

  private int spokenOf = NONE;

  /** A place already told, waiting for the actor that is there. */
  private @Nullable Link promised;

  private boolean located;
  private int locatedFrom = NONE;

  void read(List<Match> matches) {
    for (int i = 0; i < matches.size(); i++) {
      var next = i + 1 < matches.size() ? Optional.of(matches.get(i + 1)) : Optional.<Match>empty();
      read(matches.get(i), next);
    }
    if (tint != null) {
      loose.add(tint);
    }
  }

  private void read(Match match, Optional<Match> next) {
    boolean nounNext = next.filter(m -> m.is(Thing.class) || m.is(Coloured.class)).isPresent();
    switch (chosen(match, nounNext, count > 0)) {
      case Thing(var subject) -> thing(subject, match.phrase());
      case Coloured(var named) -> colour(named);
      case Amount(var amount) -> count = amount;
      case At(var named) -> at(named);
      case Lit(var light) -> light(light);
      case Falls(var weather) -> weather(weather);
      case Treated(var style) -> mood = mood.with(style);
      case Toned(var palette) -> mood = mood.with(palette);
      case Grown(var factor) -> grow = factor;
      case Related(var relation) -> relation(relation, match.han());
      case Aside(var where) -> aside(where, nounNext && match.han());
      case Posed(var sleeping) -> pose(sleeping, nounNext);
      case Without _ -> unwanted = true;
      case Removes _ -> {
        removal = true;
        unwanted = true;
      }
      case Located _ -> locate();
      case Contains _ -> contain();
      case Printed _, Says _, Filler _ -> {}
    }
  }

  /** A word that is a colour and a thing is the colour when a noun follows. */
  private static Meaning chosen(Match match, boolean nounNext, boolean counted) {
    if (counted && match.is(Thing.class)) {
      return match.as(Thing.class).orElseThrow();
    }
    if (match.is(Coloured.class) && match.is(Thing.class)) {
      return nounNext
          ? match.as(Coloured.class).orElseThrow()
          : match.as(Thing.class).orElseThrow();
    }
    return match.meanings().isEmpty() ? new Filler() : match.meanings().getFirst();
  }

  private void thing(Subject subject, String phrase) {
    if (preposition == Relation.IN && INSIDE.containsKey(subject.id()) && !unwanted) {
      at(INSIDE.getOrDefault(subject.id(), Setting.ROOM));
      return;
    }
    if (actors.size() == ACTORS_MAX && !unwanted) {
      leftOut.add(phrase);
    }
    if (actors.size() == ACTORS_MAX || unwanted) {
      reset();
      return;
    }
    int number = count > 0 ? count : isPlural(subject, phrase) ? (subject.size() <= 3 ? 3 : 2) : 1;
    var link = Optional.ofNullable(promised);
    actors.add(new Actor(subject, number, Optional.ofNullable(tint), grow, asleep, side, link));
    int self = actors.size() - 1;
    promised = null;
    if (preposition != null) {
      join(preposition, spokenOf, self);
    }
    reset();
  }

  private void join(Relation relation, int from, int to) {
    preposition = null;
    if (from == NONE) {
      promised = new Link(relation, to);
    } else if (relation == Relation.WORN || relation == Relation.HELD) {
      actors.set(to, actors.get(to).with(new Link(relation, from)));
    } else if (actors.get(to).link().isEmpty()) {
      boolean taken = actors.get(from).link().isPresent() || isTarget(from);
      var mirrored = relation.mirrored();
      if (taken && mirrored.isPresent()) {
        actors.set(to, actors.get(to).with(new Link(mirrored.get(), from)));
      } else if (actors.get(from).link().isEmpty()) {
        actors.set(from, actors.get(from).with(new Link(relation, to)));
      }
    }
  }

  private boolean isTarget(int index) {
    return actors.stream().anyMatch(a -> a.link().filter(l -> l.target() == index).isPresent());
  }

  private static boolean isPlural(Subject subject, String phrase) {
    return subject.english().stream()
        .anyMatch(word -> !word.equals(phrase) && Lexicon.plural(word).equals(phrase));
  }

  private void reset() {
    count = 0;
    grow = 1;
    asleep = false;
    unwanted = false;
    tint = null;
    side = Side.ANY;
  }

  private void colour(Tint named) {
    if (tint != null) {
      loose.add(tint);
    }
    tint = named;
  }

  private void at(Setting named) {
    if (!unwanted) {
      settle(named);
    }
    preposition = null;
    located = false;
    reset();
  }

  /** The first setting counts, but a table counts before its room, and snow falls on the others. */
  private void settle(Setting named) {
    boolean snowy = setting == Setting.SNOW && named != Setting.SNOW && !named.indoors();
    if (setting == null || snowy || (setting.indoors() && named == Setting.TABLE)) {
      setting = named;
    }
    boolean snowedOn = named == Setting.SNOW && setting != Setting.SNOW && !setting.indoors();
    if (snowy || snowedOn) {
      mood = mood.with(Weather.SNOWFALL);
    }
  }

  private void light(Light light) {
    if (!lightNamed || light == Light.NIGHT) {
      mood = mood.with(light);
    }
    lightNamed = true;
    preposition = null;
    count = 0;
  }

  private void weather(Weather weather) {
    mood = mood.with(weather);
    preposition = null;
  }

  private void relation(Relation relation, boolean han) {
    boolean verb = relation == Relation.RIDING || relation == Relation.WORN;
    if (!han || verb || relation == Relation.HELD || relation == Relation.ABOVE) {
      preposition = relation;
      spokenOf = speaker();
      return;
    }
    int place = actors.size() - 1;
    if (located && locatedFrom != NONE && place > locatedFrom) {
      join(relation, locatedFrom, place);
    } else if (place != NONE && (located || setting == null)) {
      promised = new Link(relation, place);
    }
    located = false;
  }

  /** What a preposition speaks of: the last actor, or the one that wears or holds it. */
  private int speaker() {
    int last = actors.size() - 1;
    if (last == NONE) {
      return NONE;
    }
    return actors
        .get(last)
        .link()
        .filter(link -> link.relation() == Relation.WORN || link.relation() == Relation.HELD)
        .map(Link::target)
        .orElse(last);
  }

  private void contain() {
    if (!actors.isEmpty() && HOLDERS.contains(actors.getLast().subject().id())) {
      promised = new Link(Relation.IN, actors.size() - 1);
    }
  }

  private void locate() {
    located = true;
    locatedFrom = actors.size() - 1;
  }

  private void aside(Side where, boolean before) {
    if (actors.isEmpty() || before) {
      side = where;
    } else {
      actors.set(actors.size() - 1, actors.getLast().with(where));
    }
    preposition = null;
    located = false;
  }

  private void pose(boolean sleeping, boolean nounNext) {
    if (!sleeping) {
      return;
    }
    if (actors.isEmpty() || nounNext) {
      asleep = true;
    } else {
      actors.set(actors.size() - 1, actors.getLast().sleeping(actors.getLast().subject()));
    }
  }

  List<Tint> looseColours() {
    return List.copyOf(loose);
  }

  /** Things the prompt names that found no room in the picture. */
  List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  /** Whether something shall be taken out of an existing picture. */
  boolean removal() {
    return removal;
  }

  SceneBrief brief() {
    var settled = actors.stream().map(Sleepers::drawn).toList();
    var where = setting == null ? home(settled) : setting;
    boolean nocturnal = settled.stream().anyMatch(a -> a.subject().nocturnal());
    var lit = nocturnal && !lightNamed ? mood.with(Light.NIGHT) : mood;
    return new SceneBrief(settled, where, setting != null, lit, lightNamed);
  }

  private static Setting home(List<Actor> actors) {
    if (actors.isEmpty()) {
      return Setting.STUDIO;
    }
    var first = actors.getFirst();
    var place = first.link().map(link -> actors.get(link.target())).orElse(first);
    boolean afloat = place.subject().place() == Place.WATER && !place.subject().home().indoors();
    return afloat || first.link().isEmpty() ? place.subject().home() : shared(first, place);
  }

  private static Setting shared(Actor first, Actor place) {
    boolean worn = place.subject().home() == Setting.STUDIO;
    return worn ? first.subject().home() : place.subject().home();
  }
}

package dev.atelier.providers.sandbox.words;

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
import dev.atelier.providers.sandbox.words.Mood.Palette;
import dev.atelier.providers.sandbox.words.Mood.Style;
import dev.atelier.providers.sandbox.words.Mood.Weather;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every phrase the sandbox knows, with its meanings; plurals of English nouns included. */
final class Lexicon {
  static final Lexicon BUILT_IN = new Lexicon();

  /** No phrase of the vocabulary has more atoms. */
  static final int ATOMS_MAX = 6;

  private final Map<String, List<Meaning>> phrases = new HashMap<>();

  private Lexicon() {
    for (var row : Table.rows("vocabulary.tsv")) {
      var meaning = meaning(row.get(0), row.get(1));
      Table.words(row.get(2)).forEach(phrase -> put(phrase, meaning));
      Table.words(row.get(3)).forEach(phrase -> put(phrase, meaning));
    }
    for (var subject : Subjects.all()) {
      var thing = new Thing(subject);
      subject.english().forEach(word -> putNoun(word, thing));
      subject.chinese().forEach(word -> put(word, thing));
    }
    labels();
  }

  private void labels() {
    for (var row : Table.rows("labels.tsv")) {
      var thing = new Thing(Subjects.named(row.get(0)).orElseThrow());
      putIfNew(row.get(1), thing);
      putIfNew(row.get(2), thing);
    }
  }

  /** The meanings of a phrase as {@link Atoms#phrase} spells it; empty when unknown. */
  List<Meaning> meanings(String phrase) {
    return phrases.getOrDefault(phrase, List.of());
  }

  private void putNoun(String word, Meaning meaning) {
    put(word, meaning);
    put(plural(word), meaning);
  }

  private void put(String written, Meaning meaning) {
    phrases.computeIfAbsent(spelled(written), _ -> new ArrayList<>()).add(meaning);
  }

  private void putIfNew(String written, Meaning meaning) {
    if (!phrases.containsKey(spelled(written))) {
      put(written, meaning);
    }
  }

  private static String spelled(String written) {
    return Atoms.phrase(Atoms.of(written));
  }

  static String plural(String word) {
    if (word.endsWith("y")
        && word.length() > 2
        && "aeiou".indexOf(word.charAt(word.length() - 2)) < 0) {
      return word.substring(0, word.length() - 1) + "ies";
    }
    if (word.endsWith("man")) {
      return word.substring(0, word.length() - 3) + "men";
    }
    if (word.endsWith("f")) {
      return word.substring(0, word.length() - 1) + "ves";
    }
    boolean hisses =
        word.endsWith("s") || word.endsWith("x") || word.endsWith("ch") || word.endsWith("sh");
    return word + (hisses || word.endsWith("ato") ? "es" : "s");
  }

  private static Meaning meaning(String kind, String value) {
    return switch (kind) {
      case "setting" -> new At(Setting.valueOf(value));
      case "light" -> new Lit(Light.valueOf(value));
      case "weather" -> new Falls(Weather.valueOf(value));
      case "style" -> new Treated(Style.valueOf(value));
      case "palette" -> new Toned(Palette.valueOf(value));
      case "colour" -> new Coloured(new Tint(Integer.parseInt(value.substring(1), 16)));
      case "number" -> new Amount(Integer.parseInt(value));
      case "grow" -> new Grown(Double.parseDouble(value));
      case "relation" -> new Related(Relation.valueOf(value));
      case "side" -> new Aside(Side.valueOf(value));
      case "pose" -> new Posed(value.equals("ASLEEP"));
      case "layout" -> new Printed(LayoutKind.valueOf(value));
      case "says" -> new Says();
      case "without" -> new Without();
      case "contains" -> new Contains();
      case "remove" -> new Removes();
      case "after" -> new Located();
      case "measure", "filler" -> new Filler();
      default -> throw new IllegalStateException("no kind of word " + kind);
    };
  }
}

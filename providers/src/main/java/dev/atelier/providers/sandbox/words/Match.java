package dev.atelier.providers.sandbox.words;

import dev.atelier.providers.sandbox.words.Atoms.Atom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stretch of the prompt and what the vocabulary says of it: the longest known phrase at its
 * place, or one unknown atom.
 *
 * @param meanings empty when unknown
 */
record Match(String phrase, List<Meaning> meanings, int start, int end, boolean han) {

  static List<Match> all(String text, Lexicon lexicon) {
    var atoms = Atoms.of(text);
    var matches = new ArrayList<Match>();
    int at = 0;
    while (at < atoms.size()) {
      int length = Math.min(Lexicon.ATOMS_MAX, run(text, atoms, at));
      var match = longest(atoms.subList(at, at + length), lexicon);
      matches.add(match.found());
      at += match.atoms();
    }
    return matches;
  }

  private record Longest(Match found, int atoms) {}

  private static Longest longest(List<Atom> atoms, Lexicon lexicon) {
    for (int length = atoms.size(); length > 0; length--) {
      var part = atoms.subList(0, length);
      var phrase = Atoms.phrase(part);
      var meanings = lexicon.meanings(phrase);
      if (!meanings.isEmpty() || length == 1) {
        int end = part.getLast().end();
        var first = part.getFirst();
        return new Longest(new Match(phrase, meanings, first.start(), end, first.han()), length);
      }
    }
    throw new IllegalStateException("no atoms");
  }

  /** How many atoms follow each other with nothing but spaces between. */
  private static int run(String text, List<Atom> atoms, int from) {
    int at = from + 1;
    while (at < atoms.size()
        && at - from < Lexicon.ATOMS_MAX
        && text.substring(atoms.get(at - 1).end(), atoms.get(at).start()).isBlank()) {
      at++;
    }
    return at - from;
  }

  boolean known() {
    return !meanings.isEmpty();
  }

  <M extends Meaning> Optional<M> as(Class<M> kind) {
    return meanings.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  boolean is(Class<? extends Meaning> kind) {
    return as(kind).isPresent();
  }
}

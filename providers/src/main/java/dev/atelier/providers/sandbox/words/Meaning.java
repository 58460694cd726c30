package dev.atelier.providers.sandbox.words;

import dev.atelier.providers.sandbox.words.Mood.Light;
import dev.atelier.providers.sandbox.words.Mood.Palette;
import dev.atelier.providers.sandbox.words.Mood.Style;
import dev.atelier.providers.sandbox.words.Mood.Weather;

/** What a word or phrase of the vocabulary stands for. */
sealed interface Meaning {
  record Thing(Subject subject) implements Meaning {}

  record Coloured(Tint tint) implements Meaning {}

  record Amount(int count) implements Meaning {}

  record At(Setting setting) implements Meaning {}

  record Lit(Light light) implements Meaning {}

  record Falls(Weather weather) implements Meaning {}

  record Treated(Style style) implements Meaning {}

  record Toned(Palette palette) implements Meaning {}

  record Grown(double factor) implements Meaning {}

  record Related(Relation relation) implements Meaning {}

  record Aside(Side side) implements Meaning {}

  record Posed(boolean asleep) implements Meaning {}

  record Printed(LayoutKind kind) implements Meaning {}

  /** Introduces text, such as <em>that says</em>. */
  record Says() implements Meaning {}

  /** The next subject is not wanted. */
  record Without() implements Meaning {}

  /** What follows is inside what came before, if that can hold things. */
  record Contains() implements Meaning {}

  /** The next subject shall go. */
  record Removes() implements Meaning {}

  /** Chinese 在, after which a place comes before its preposition. */
  record Located() implements Meaning {}

  /** Carries nothing to draw. */
  record Filler() implements Meaning {}
}

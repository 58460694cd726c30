package dev.atelier.moderation.rules;

import java.util.List;

/**
 * One word of a text, or one Chinese character.
 *
 * @param readings how it may be read, as it was written first; at least one
 */
record Word(List<String> readings) {
  Word {
    readings = List.copyOf(readings);
  }

  /** As it was written. */
  String written() {
    return readings.getFirst();
  }
}

package dev.atelier.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happened, line by line, indented by what it happened in; kept only when asked for. */
final class Trace {
  private final boolean kept;
  private final List<String> lines = new ArrayList<>();
  private int depth;

  Trace(boolean kept) {
    this.kept = kept;
  }

  /** Notes {@code words}, joined by blanks. */
  void say(Object... words) {
    if (kept) {
      var line = new StringBuilder("  ".repeat(depth));
      for (Object word : words) {
        line.append(word).append(' ');
      }
      lines.add(line.toString().stripTrailing());
    }
  }

  void deeper() {
    depth++;
  }

  void back() {
    depth--;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}

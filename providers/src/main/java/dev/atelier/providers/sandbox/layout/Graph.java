package dev.atelier.providers.sandbox.layout;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Boxes and the arrows between them, read from chains such as {@code client -> queue -> worker}.
 * Chains are separated by commas, semicolons or lines; a box named again is the same box.
 *
 * @param nodes in order of first mention, at most 24
 */
record Graph(List<String> nodes, Set<Edge> edges) {
  private static final int NODES_MAX = 24;
  private static final int LABEL_MAX = 48;
  private static final Pattern ARROW = Pattern.compile("\\s*(?:-{1,2}>|=>|→|⇒|➜|⟶)\\s*");
  private static final Pattern CHAIN = Pattern.compile("[;；\\n]|[,，。](?!\\S*[)）])");
  private static final Pattern LIST = Pattern.compile("[,，、;；\\n]|\\bthen\\b|\\band\\b|然后|到");
  private static final Pattern LEAD =
      Pattern.compile(
          "^(?:.*[:：]\\s*|.*?\\b(?:diagram|flowchart|flow chart|chart|showing|of|draw)\\b\\s+(?:of\\s+)?|.*?(?:流程图|架构图|示意图|框图|画)\\s*)(?=\\S)",
          Pattern.CASE_INSENSITIVE);

  record Edge(int from, int to) {}

  Graph {
    nodes = List.copyOf(nodes);
    edges = new LinkedHashSet<>(edges);
  }

  static Graph in(String text) {
    var nodes = new ArrayList<String>();
    var edges = new LinkedHashSet<Edge>();
    boolean arrows = ARROW.matcher(text).find();
    for (var chain : arrows ? CHAIN.split(text) : new String[] {listed(text)}) {
      if (!arrows || ARROW.matcher(chain).find()) {
        add(arrows ? ARROW.split(chain) : LIST.split(chain), nodes, edges);
      }
    }
    return arrows || nodes.size() > 1 ? new Graph(nodes, edges) : new Graph(List.of(), Set.of());
  }

  private static String listed(String text) {
    int colon = Math.max(text.indexOf(':'), text.indexOf('：'));
    return colon < 0 ? "" : text.substring(colon + 1);
  }

  private static void add(String[] parts, List<String> nodes, Set<Edge> edges) {
    int before = -1;
    for (int i = 0; i < parts.length; i++) {
      String label = label(i == 0 ? LEAD.matcher(parts[i]).replaceFirst("") : parts[i]);
      if (label.isEmpty()) {
        continue;
      }
      int at = nodes.indexOf(label);
      if (at < 0 && nodes.size() == NODES_MAX) {
        return;
      }
      if (at < 0) {
        at = nodes.size();
        nodes.add(label);
      }
      if (before >= 0 && before != at) {
        edges.add(new Edge(before, at));
      }
      before = at;
    }
  }

  private static String label(String part) {
    var clean = part.strip().replaceAll("^[\\[(\"“「'{]+|[\\])\"”」'}.。]+$", "").strip();
    return clean.codePointCount(0, clean.length()) <= LABEL_MAX
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, LABEL_MAX - 1)) + "…";
  }

  /** Column of each box: one right of the rightmost that points to it; circles are cut. */
  int[] columns() {
    var columns = new int[nodes.size()];
    for (int pass = 0; pass < nodes.size(); pass++) {
      for (var edge : edges) {
        if (edge.from() < edge.to()) {
          columns[edge.to()] = Math.max(columns[edge.to()], columns[edge.from()] + 1);
        }
      }
    }
    return columns;
  }
}

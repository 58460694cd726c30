package dev.atelier.http.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Route templates as a tree of segments. Literals win over a variable, that over {@code {x...}}.
 */
final class RouteTree {
  private final Node root = new Node();
  private final boolean anyCase;

  /**
   * @param anyCase whether literals match in any case, unless one does exactly
   */
  RouteTree(boolean anyCase) {
    this.anyCase = anyCase;
  }

  /**
   * A route at one of its prefixes.
   *
   * @param template prefix included
   * @param segments of the template
   */
  record Target(Mount mount, Route route, String template, List<String> segments) {
    Target(Mount mount, Route route, String template) {
      this(mount, route, template, List.copyOf(Template.segments(template)));
    }
  }

  /**
   * A target with what stands in the path for its variables, still encoded.
   *
   * @param values in the order of the variables
   */
  record Hit(Target target, List<String> values) {
    /** The template with the values in it, as they came. */
    String path() {
      return values.isEmpty() ? target.template() : Template.filled(target.segments(), values);
    }

    /** The values by the names of the variables, decoded. */
    Map<String, String> variables() {
      return Template.variables(target.segments(), values);
    }
  }

  /** Whether there was none at this template for that method yet. */
  boolean add(List<String> template, Target target) {
    Node node = root;
    for (String segment : template) {
      node = node.child(segment);
    }
    return node.targets.putIfAbsent(target.route().method(), target) == null;
  }

  /** What a path leads to with one method: the most literal template; empty if nowhere. */
  Optional<Hit> find(List<String> segments, String method) {
    return Optional.ofNullable(
        walk(
            root,
            segments,
            0,
            new ArrayList<>(2),
            (node, values) -> {
              Target target = node.targets.get(method);
              return target == null ? null : new Hit(target, List.copyOf(values));
            }));
  }

  /** What a path leads to, by method; for each the most literal template. */
  SortedMap<String, Hit> find(List<String> segments) {
    SortedMap<String, Hit> hits = new TreeMap<>();
    Hit _ =
        walk(
            root,
            segments,
            0,
            new ArrayList<>(2),
            (node, values) -> {
              node.targets.forEach((method, target) ->
                  hits.putIfAbsent(method, new Hit(target, List.copyOf(values))));
              return null;
            });
    return hits;
  }

  /** What is wanted of a node to which a path leads; nothing to look on. */
  @FunctionalInterface
  private interface Wanted {
    @Nullable Hit at(Node node, List<String> values);
  }

  /** The first that is wanted of the nodes to which a path leads, the most literal one first. */
  private @Nullable Hit walk(
      Node node, List<String> path, int at, List<String> values, Wanted wanted) {
    if (at == path.size()) {
      return wanted.at(node, values);
    }
    String segment = path.get(at);
    Node literal = literal(node, segment);
    Hit found = literal == null ? null : walk(literal, path, at + 1, values, wanted);
    if (found == null && node.one != null && !segment.isEmpty()) {
      values.addLast(segment);
      found = walk(node.one, path, at + 1, values, wanted);
      values.removeLast();
    }
    if (found == null && node.rest != null) {
      values.addLast(String.join("/", path.subList(at, path.size())));
      found = wanted.at(node.rest, values);
      values.removeLast();
    }
    return found;
  }

  private @Nullable Node literal(Node node, String segment) {
    Node literal = node.literals.get(segment);
    return literal == null && anyCase
        ? node.literals.get(segment.toLowerCase(Locale.ROOT))
        : literal;
  }

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<String, Target> targets = new HashMap<>();
    private @Nullable Node one;
    private @Nullable Node rest;

    Node child(String segment) {
      if (!Template.isVariable(segment)) {
        return literals.computeIfAbsent(segment, _ -> new Node());
      }
      if (Template.isRest(segment)) {
        rest = rest == null ? new Node() : rest;
        return rest;
      }
      one = one == null ? new Node() : one;
      return one;
    }
  }
}

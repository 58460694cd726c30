package dev.atelier.http.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the route of a path in a tree of segments, and the mount that renders its errors. */
final class Router {
  private final Node root = new Node();
  private final ErrorRenderer fallback;

  Router(List<Mount> mounts, ErrorRenderer fallback) {
    this.fallback = fallback;
    mounts.forEach(this::add);
  }

  /** What a request means: a route, or a refusal in the shape of {@code errors}. */
  sealed interface Match {
    ErrorRenderer errors();

    record Found(ErrorRenderer errors, Route route, String template, Map<String, String> variables)
        implements Match {}

    record Refused(ErrorRenderer errors, HttpError error) implements Match {}
  }

  Match find(String method, String path) {
    List<String> segments = segments(path);
    Search search = new Search(method.equals("HEAD") ? "GET" : method, segments);
    ErrorRenderer errors = errors(segments);
    Target target = search.from(root, 0);
    if (target != null) {
      return new Match.Found(errors, target.route(), target.template(), search.variables());
    }
    return new Match.Refused(
        errors,
        search.allow.isEmpty()
            ? new HttpError.NotFound()
            : new HttpError.MethodNotAllowed(search.allow));
  }

  ErrorRenderer errors(String path) {
    return errors(segments(path));
  }

  private ErrorRenderer errors(List<String> segments) {
    ErrorRenderer errors = root.errors == null ? fallback : root.errors;
    Node node = root;
    for (String segment : segments) {
      node = node.literals.get(segment);
      if (node == null) {
        break;
      }
      errors = node.errors == null ? errors : node.errors;
    }
    return errors;
  }

  private void add(Mount mount) {
    for (String prefix : mount.prefixes()) {
      Node base = root.descend(segments(prefix));
      if (base.errors != null) {
        throw new IllegalArgumentException("two mounts at " + prefix);
      }
      base.errors = mount.errors();
      for (Route route : mount.routes()) {
        String template = prefix.equals("/") ? route.template() : prefix + route.template();
        Node node = base.descend(segments(route.template()));
        if (node.targets.put(route.method(), new Target(route, template)) != null) {
          throw new IllegalArgumentException("two routes for " + route.method() + " " + template);
        }
      }
    }
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    if (path.isEmpty() || path.equals("/")) {
      return segments;
    }
    int start = path.charAt(0) == '/' ? 1 : 0;
    for (int slash = path.indexOf('/', start); slash >= 0; slash = path.indexOf('/', start)) {
      segments.add(path.substring(start, slash));
      start = slash + 1;
    }
    segments.add(path.substring(start));
    return segments;
  }

  private record Target(Route route, String template) {}

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<String, Target> targets = new HashMap<>();
    private @Nullable Node one;
    private @Nullable Node rest;
    private String variable = "";
    private @Nullable ErrorRenderer errors;

    Node descend(List<String> template) {
      Node node = this;
      for (String segment : template) {
        node = node.child(segment);
      }
      return node;
    }

    private Node child(String segment) {
      if (!segment.startsWith("{")) {
        return literals.computeIfAbsent(segment, _ -> new Node());
      }
      String name = segment.substring(1, segment.length() - 1);
      boolean all = name.endsWith("...");
      Node child = all ? rest : one;
      if (child == null) {
        child = new Node();
        child.variable = all ? name.substring(0, name.length() - 3) : name;
        if (all) {
          rest = child;
        } else {
          one = child;
        }
      } else if (!child.variable.equals(all ? name.substring(0, name.length() - 3) : name)) {
        throw new IllegalArgumentException("two names for one segment: " + segment);
      }
      return child;
    }
  }

  /** One walk down the tree: literals first, then the variable, then the rest. */
  private static final class Search {
    private final String method;
    private final List<String> segments;
    private final SortedSet<String> allow = new TreeSet<>();
    private Map<String, String> variables = Map.of();

    Search(String method, List<String> segments) {
      this.method = method;
      this.segments = segments;
    }

    Map<String, String> variables() {
      return variables;
    }

    @Nullable Target from(@Nullable Node node, int at) {
      if (node == null) {
        return null;
      }
      if (at == segments.size()) {
        return here(node);
      }
      Target target = from(node.literals.get(segments.get(at)), at + 1);
      if (target == null && node.one != null && !segments.get(at).isEmpty()) {
        target = bound(from(node.one, at + 1), node.one, segments.get(at));
      }
      if (target == null && node.rest != null) {
        String left = String.join("/", segments.subList(at, segments.size()));
        target = bound(here(node.rest), node.rest, left);
      }
      return target;
    }

    private @Nullable Target here(Node node) {
      node.targets.keySet().forEach(this::allow);
      return node.targets.get(method);
    }

    private void allow(String method) {
      if (method.equals(SocketEndpoint.METHOD)) {
        return;
      }
      allow.add(method);
      if (method.equals("GET")) {
        allow.add("HEAD");
      }
    }

    private @Nullable Target bound(@Nullable Target target, Node node, String value) {
      if (target != null) {
        variables = variables.isEmpty() ? new HashMap<>() : variables;
        variables.put(node.variable, decode(value));
      }
      return target;
    }

    private static String decode(String value) {
      return value.indexOf('%') < 0
          ? value
          : URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
  }
}

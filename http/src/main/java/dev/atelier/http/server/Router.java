package dev.atelier.http.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the route of a path, however it is spelled; for one that has none, the route that it
 * resembles most, whose API says in which shape the error is.
 */
final class Router {
  private final PathSpelling spelling;
  private final RouteTree tree;
  private final NearestRoute nearest;

  /**
   * @param fallback whose error shape and first route stand in for a path that resembles nothing
   * @param exact whether a path counts only as templates write it
   */
  Router(List<Mount> mounts, Mount fallback, boolean exact) {
    this.spelling = exact ? PathSpelling.exact() : PathSpelling.lenient(mounts);
    this.tree = new RouteTree(spelling.anyCase());
    this.nearest = new NearestRoute(mounts, fallback);
    requireDistinct(mounts);
    for (Mount mount : mounts) {
      mount.prefixes().forEach(prefix -> add(mount, prefix, prefix));
    }
    for (Mount mount : mounts) {
      for (String prefix : mount.prefixes()) {
        spelling.prefixes(prefix).stream().skip(1).forEach(other -> add(mount, prefix, other));
      }
    }
  }

  /** What a request means: a route, or a refusal in the shape of {@code errors}. */
  sealed interface Match {
    ErrorRenderer errors();

    /**
     * @param template the route's own, prefix included
     * @param path the template with the path's values in it, as they came
     * @param variables the same values, decoded
     */
    record Found(
        ErrorRenderer errors,
        Route route,
        String template,
        String path,
        Map<String, String> variables)
        implements Match {}

    /**
     * @param crossOrigin whether pages of other origins may learn of it
     */
    record Refused(ErrorRenderer errors, HttpError error, boolean crossOrigin) implements Match {}

    /**
     * Asks what can be done at a path.
     *
     * @param routes by method; none where the path leads nowhere
     */
    record Options(ErrorRenderer errors, SortedMap<String, Route> routes) implements Match {}
  }

  Match find(RequestTarget target) {
    if (target.decodable()) {
      return find(target.method(), target.path());
    }
    NearestRoute.Nearest similar = nearest(target);
    return target.method().equals("OPTIONS")
        ? new Match.Options(similar.errors(), new TreeMap<>())
        : new Match.Refused(
            similar.errors(),
            new HttpError.BadRequest(similar.advised("the path cannot be decoded")),
            true);
  }

  /** Where a request leads that asks for a WebSocket; nowhere if none are taken at its path. */
  Optional<Match.Found> findSocket(RequestTarget target) {
    return target.decodable()
        ? Optional.ofNullable(hits(spelling.plain(target.path())).get(SocketEndpoint.METHOD))
            .map(Router::found)
        : Optional.empty();
  }

  /** What a path resembles. */
  NearestRoute.Nearest nearest(RequestTarget target) {
    return nearest.of(target.method(), target.path());
  }

  private Match find(String sent, String path) {
    String method = spelling.method(sent);
    String served = method.equals("HEAD") ? "GET" : method;
    List<String> plain = spelling.plain(path);
    Optional<RouteTree.Hit> written = tree.find(plain, served);
    if (written.isPresent()) {
      return found(written.get());
    }
    SortedMap<String, RouteTree.Hit> hits = hits(plain);
    RouteTree.Hit hit = hits.get(served);
    if (hit != null) {
      return found(hit);
    }
    if (method.equals("OPTIONS")) {
      return options(hits, path);
    }
    if (hits.isEmpty()) {
      NearestRoute.Nearest similar = nearest.of(method, path);
      return new Match.Refused(similar.errors(), new HttpError.NotFound(similar.advice()), true);
    }
    return new Match.Refused(
        errors(hits),
        new HttpError.MethodNotAllowed(methods(hits.keySet())),
        hits.values().stream().anyMatch(one -> one.target().route().handler().crossOrigin()));
  }

  /** With HEAD wherever there is GET, and nothing for WebSockets, which are no method. */
  static SortedSet<String> methods(Iterable<String> ofRoutes) {
    SortedSet<String> methods = new TreeSet<>();
    for (String method : ofRoutes) {
      if (method.equals(SocketEndpoint.METHOD)) {
        continue;
      }
      methods.add(method);
      if (method.equals("GET")) {
        methods.add("HEAD");
      }
    }
    return methods;
  }

  private SortedMap<String, RouteTree.Hit> hits(List<String> plain) {
    SortedMap<String, RouteTree.Hit> hits = tree.find(plain);
    if (!hits.isEmpty()) {
      return hits;
    }
    return spelling.guesses(plain).stream()
        .map(tree::find)
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(hits);
  }

  private Match options(SortedMap<String, RouteTree.Hit> hits, String path) {
    SortedMap<String, Route> routes = new TreeMap<>();
    hits.forEach((method, hit) -> routes.put(method, hit.target().route()));
    return new Match.Options(
        hits.isEmpty() ? nearest.of("OPTIONS", path).errors() : errors(hits), routes);
  }

  private static ErrorRenderer errors(SortedMap<String, RouteTree.Hit> hits) {
    return hits.values().iterator().next().target().mount().errors();
  }

  private static Match.Found found(RouteTree.Hit hit) {
    RouteTree.Target target = hit.target();
    return new Match.Found(
        target.mount().errors(), target.route(), target.template(), hit.path(), hit.variables());
  }

  /**
   * Adds a mount's routes where {@code place} is, under the templates that {@code prefix} makes.
   */
  private void add(Mount mount, String prefix, String place) {
    for (Route route : mount.routes()) {
      String template = Mount.joined(prefix, route.template());
      boolean first =
          tree.add(
              Template.segments(Mount.joined(place, route.template())),
              new RouteTree.Target(mount, route, template));
      if (!first && place.equals(prefix)) {
        throw new IllegalArgumentException("two routes for " + route.method() + " " + template);
      }
    }
  }

  private static void requireDistinct(List<Mount> mounts) {
    var seen = new TreeSet<String>();
    mounts.stream()
        .flatMap(mount -> mount.prefixes().stream())
        .filter(prefix -> !seen.add(prefix))
        .forEach(prefix -> {
          throw new IllegalArgumentException("two mounts at " + prefix);
        });
  }
}

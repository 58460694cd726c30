package dev.atelier.http.server;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The paths of one API: routes under one or more prefixes, and the shape of its errors.
 *
 * <p>What is refused at a path of a route has the error shape of its mount; a path that has no
 * route is answered by the mount that it resembles most. A template is made of literal segments,
 * {@code {name}} for exactly one segment and, last, {@code {name...}} for all that are left. A
 * literal wins over a variable.
 */
public final class Mount {
  private final List<String> prefixes;
  private final ErrorRenderer errors;
  private final List<Route> routes = new ArrayList<>();

  private Mount(List<String> prefixes, ErrorRenderer errors) {
    this.prefixes = prefixes;
    this.errors = errors;
  }

  /** A mount at prefixes such as {@code /v1}; {@code /} or nothing stands for the root. */
  public static Mount at(ErrorRenderer errors, String... prefixes) {
    return new Mount(prefixes.length == 0 ? List.of("/") : List.of(prefixes), errors);
  }

  public Mount get(String template, Handler handler) {
    return route("GET", template, handler);
  }

  public Mount post(String template, Handler handler) {
    return route("POST", template, handler);
  }

  public Mount post(String template, long bodyBytesMax, Handler handler) {
    return route("POST", template, bodyBytesMax, handler);
  }

  public Mount put(String template, long bodyBytesMax, Handler handler) {
    return route("PUT", template, bodyBytesMax, handler);
  }

  public Mount delete(String template, Handler handler) {
    return route("DELETE", template, handler);
  }

  public Mount route(String method, String template, Handler handler) {
    return route(method, template, -1, handler);
  }

  public Mount route(String method, String template, long bodyBytesMax, Handler handler) {
    routes.add(new Route(method, template, bodyBytesMax, handler));
    return this;
  }

  /**
   * Takes WebSocket connections at a path, beside its routes: a GET that asks for the upgrade comes
   * here, and any other to them.
   */
  public Mount socket(String template, SocketLimits limits, SocketHandler handler) {
    return route(SocketEndpoint.METHOD, template, new SocketEndpoint(limits, handler));
  }

  /** Method and template of each route, such as {@code GET /jobs/{id}}, in their order. */
  public List<String> operations() {
    return routes.stream().map(route -> route.method() + " " + route.template()).toList();
  }

  /** The same at each prefix, which is part of the template. */
  Stream<String> everyOperation() {
    return prefixes.stream()
        .flatMap(prefix ->
            routes.stream().map(route -> route.method() + " " + joined(prefix, route.template())));
  }

  /** A route's template below a prefix. */
  static String joined(String prefix, String template) {
    return prefix.equals("/") ? template : prefix + template;
  }

  List<String> prefixes() {
    return prefixes;
  }

  ErrorRenderer errors() {
    return errors;
  }

  List<Route> routes() {
    return List.copyOf(routes);
  }
}

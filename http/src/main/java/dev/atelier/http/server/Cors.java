package dev.atelier.http.server;

import dev.atelier.http.cors.CorsPolicy;
import dev.atelier.http.cors.PreflightRequest;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells browsers which answers pages of other origins may read, and what they may send. */
record Cors(CorsPolicy policy) {
  private static final List<String> ANY_METHOD =
      List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

  /** Marks the answer to come, whatever becomes of it. */
  void mark(JettyExchange exchange, Router.Match match) {
    boolean readable =
        switch (match) {
          case Router.Match.Found found -> found.route().handler().crossOrigin();
          case Router.Match.Refused refused -> refused.crossOrigin();
          case Router.Match.Options _ -> false; // a preflight is not read
        };
    if (readable) {
      policy.answer(exchange.header("Origin"), exchange::setHeader);
    }
  }

  /**
   * Answers OPTIONS: 204, and to a preflight what the request that is to follow may be. A path that
   * leads nowhere may be asked for too, so that a page can read where it should have gone.
   */
  void answer(JettyExchange exchange, Router.Match.Options options) throws IOException {
    SortedMap<String, Route> routes = options.routes();
    exchange.setHeader("Allow", String.join(", ", methods(routes)));
    SortedMap<String, Route> open = new TreeMap<>(routes);
    open.values().removeIf(route -> !route.handler().crossOrigin());
    boolean closed =
        !routes.isEmpty()
            && (open.isEmpty()
                || exchange
                    .header("Access-Control-Request-Method")
                    .filter(asked -> routes.containsKey(asked) && !open.containsKey(asked))
                    .isPresent());
    policy.preflight(
        new PreflightRequest(
            exchange.header("Origin"),
            exchange.headers("Access-Control-Request-Headers"),
            exchange.header("Access-Control-Request-Private-Network").isPresent()),
        closed ? List.of() : methods(open),
        exchange::setHeader);
    exchange.respond(204);
  }

  private static Collection<String> methods(SortedMap<String, Route> routes) {
    if (routes.isEmpty()) {
      return ANY_METHOD;
    }
    Collection<String> methods = Router.methods(routes.keySet());
    methods.add("OPTIONS");
    return methods;
  }
}

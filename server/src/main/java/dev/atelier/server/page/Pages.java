package dev.atelier.server.page;

import dev.atelier.http.server.ErrorRenderer;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Handler;
import dev.atelier.http.server.Mount;
import java.io.IOException;
import java.io.InputStream;

/** Static pages from the class path under a Content-Security-Policy that allows nothing else. */
public final class Pages {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private Pages() {}

  /**
   * Everything without a key: {@code /}, {@code /docs}, their assets.
   *
   * @param errors the shape of errors outside every API
   */
  public static Mount mount(ErrorRenderer errors) {
    return Mount.at(errors)
        .get("/", resource("index.html", "text/html; charset=utf-8"))
        .get("/docs", resource("docs.html", "text/html; charset=utf-8"))
        .get("/llms.txt", resource("llms.txt", "text/plain; charset=utf-8"))
        .get("/page/page.css", resource("page.css", "text/css; charset=utf-8"))
        .get("/page/page.js", resource("page.js", "text/javascript; charset=utf-8"))
        .get("/page/icon.svg", resource("icon.svg", "image/svg+xml"));
  }

  private static Handler resource(String name, String mediaType) {
    byte[] content = read(name);
    return exchange -> {
      secure(exchange);
      exchange.setHeader("Cache-Control", "no-cache");
      exchange.respond(200, mediaType, content);
    };
  }

  private static void secure(Exchange exchange) {
    exchange.setHeader("Content-Security-Policy", POLICY);
    exchange.setHeader("X-Content-Type-Options", "nosniff");
    exchange.setHeader("Referrer-Policy", "no-referrer");
  }

  private static byte[] read(String name) {
    try (InputStream in = Pages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("unreadable resource " + name, e);
    }
  }
}

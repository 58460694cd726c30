package dev.atelier.server.page;

import dev.atelier.http.server.ErrorRenderer;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Handler;
import dev.atelier.http.server.Mount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Static pages from the class path under a Content-Security-Policy that allows nothing else. */
public final class Pages {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** What stands in the first page for where the server is. */
  private static final String SERVER = "{server}";

  /** Of what a client called the server no more is written into a page than this. */
  private static final Pattern PLAIN = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]{1,255}");

  private Pages() {}

  /**
   * Everything without a key: {@code /}, {@code /docs}, their assets.
   *
   * @param errors the shape of errors outside every API
   */
  public static Mount mount(ErrorRenderer errors) {
    return Mount.at(errors)
        .get("/", door())
        .get("/docs", resource("docs.html", "text/html; charset=utf-8"))
        .get("/llms.txt", resource("llms.txt", "text/plain; charset=utf-8"))
        .get("/page/page.css", resource("page.css", "text/css; charset=utf-8"))
        .get("/page/icon.svg", resource("icon.svg", "image/svg+xml"));
  }

  /** The first page, with calls to the server as its reader reached it. */
  private static Handler door() {
    String page = new String(read("index.html"), StandardCharsets.UTF_8);
    return exchange -> {
      String base = exchange.baseUrl();
      String server = PLAIN.matcher(base).matches() ? base : "http://127.0.0.1:8080";
      secure(exchange);
      exchange.setHeader("Cache-Control", "no-cache");
      exchange.respond(
          200,
          "text/html; charset=utf-8",
          page.replace(SERVER, server).getBytes(StandardCharsets.UTF_8));
    };
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

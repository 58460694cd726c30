package dev.atelier.studio;

import dev.atelier.http.server.ErrorRenderer;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Handler;
import dev.atelier.http.server.HttpError;
import dev.atelier.http.server.Mount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * {@code /studio/}: the page and its files, from the class path, without a key.
 *
 * <p>The page is looked at anew each time; its files have names that change with what is in them,
 * and are kept for good. Both go packed to whoever takes gzip.
 */
public final class StudioPages {
  /** Scripts, styles and calls of this server alone, and pictures that the page makes itself. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types svelte-trusted-html";

  private static final String PAGE = "index.html";
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";

  private final StudioFiles files;
  private final ErrorRenderer errors;

  private StudioPages(StudioFiles files, ErrorRenderer errors) {
    this.files = files;
    this.errors = errors;
  }

  /**
   * @param errors the shape of errors outside every API
   */
  public static Mount mount(ErrorRenderer errors) {
    return mount(new StudioFiles("web"), errors);
  }

  static Mount mount(StudioFiles files, ErrorRenderer errors) {
    var pages = new StudioPages(files, errors);
    return Mount.at(errors, "/studio")
        .get("", Handler.sameOrigin(pages::page))
        .get("/", Handler.sameOrigin(pages::page)) // where paths count only as they are written
        .get("/assets/{name}", Handler.sameOrigin(pages::asset));
  }

  private void page(Exchange exchange) throws IOException {
    Optional<StudioFile> page = files.find(PAGE);
    secure(exchange);
    if (page.isEmpty()) {
      exchange.setHeader("Cache-Control", "no-store");
      exchange.respond(503, "text/html; charset=utf-8", notBuilt());
    } else if (!exchange.unchanged(page.get().tag())) {
      send(exchange, page.get());
    }
  }

  private void asset(Exchange exchange) throws IOException {
    Optional<StudioFile> file = files.find("assets/" + exchange.variable("name"));
    if (file.isEmpty()) {
      errors.render(exchange, new HttpError.NotFound("there is no such file of the studio"));
      return;
    }
    secure(exchange);
    exchange.setHeader("Cache-Control", FOR_GOOD);
    send(exchange, file.get());
  }

  private static void send(Exchange exchange, StudioFile file) throws IOException {
    boolean packed = file.packed().isPresent() && takesGzip(exchange);
    exchange.setHeader("Vary", "Accept-Encoding");
    if (packed) {
      exchange.setHeader("Content-Encoding", "gzip");
    }
    exchange.respond(200, file.mediaType(), packed ? file.packed().orElseThrow() : file.content());
  }

  private static boolean takesGzip(Exchange exchange) {
    return exchange.headers("Accept-Encoding").stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(coding -> coding.strip().split("\\s*;\\s*"))
        .anyMatch(coding ->
            coding[0].equalsIgnoreCase("gzip") && (coding.length == 1 || !refused(coding[1])));
  }

  /** Whether a quality says that something is not wanted. */
  private static boolean refused(String quality) {
    return quality.matches("(?i)q=0(\\.0*)?");
  }

  private static void secure(Exchange exchange) {
    exchange.setHeader("Content-Security-Policy", POLICY);
    exchange.setHeader("X-Content-Type-Options", "nosniff");
    exchange.setHeader("Referrer-Policy", "no-referrer");
    exchange.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    exchange.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
  }

  private static byte[] notBuilt() {
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>Atelier</title></head>
    <body><h1>The studio is not in this build</h1>
    <p>There was no Node with npm, or no network, when this server was built. Install Node 20.19 or newer,
    run <code>./atelier build</code> and start the server again. The API works without:
    <a href="/docs">/docs</a>.</p></body></html>
    """
        .getBytes(StandardCharsets.UTF_8);
  }
}

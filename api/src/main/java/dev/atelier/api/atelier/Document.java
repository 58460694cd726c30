package dev.atelier.api.atelier;

import dev.atelier.api.JsonBody;
import dev.atelier.http.server.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What this API promises, as OpenAPI 3.1; needs no key. */
final class Document {
  private static final String FILE = "openapi.yaml";
  private static final String YAML = "application/yaml";

  /** Read when it is first asked for: a start shall not wait for it. */
  private static final class Loaded {
    static final byte[] TEXT = read();
    static final byte[] JSON = Json.bytes(new YAMLMapper().readTree(TEXT));
  }

  void yaml(Exchange exchange) throws IOException {
    open(exchange);
    exchange.respond(200, YAML, Loaded.TEXT);
  }

  void json(Exchange exchange) throws IOException {
    open(exchange);
    exchange.respond(200, JsonBody.MEDIA_TYPE, Loaded.JSON);
  }

  private static void open(Exchange exchange) {
    exchange.setHeader("Cache-Control", "public, max-age=3600");
  }

  private static byte[] read() {
    try (InputStream in = Document.class.getResourceAsStream(FILE)) {
      return Objects.requireNonNull(in, FILE).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atelier.server.AtelierServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A page of another origin, in a real browser, makes pictures with nothing but {@code fetch}. */
@Timeout(500)
class BrowserTest {
  private static final String KEY = "a-key-for-the-browser";
  private static final int PAGE_SECONDS_MAX = 120;

  @TempDir private Path directory;
  private final CompletableFuture<String> seen = new CompletableFuture<>();
  private HttpServer page;

  @BeforeEach
  void servePage() throws IOException {
    page = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    page.createContext("/", this::serve);
    page.start();
  }

  @AfterEach
  void stop() {
    page.stop(0);
  }

  @Test
  void every_origin_may_make_pictures_by_default() throws Exception {
    try (AtelierServer server = server("*")) {
      JsonNode report = JsonMapper.shared().readTree(visit(server));

      assertThat(report.path("problem").isMissingNode()).as(report.toPrettyString()).isTrue();
      assertThat(report.path("origin").stringValue()).isEqualTo(origin());
      assertThat(report.path("job").stringValue("")).isNotEmpty();
      assertThat(report.path("request").stringValue("")).startsWith("req_");
      assertThat(report.path("picture").stringValue("")).isEqualTo("1024x640");
      assertThat(texts(report.path("events")))
          .containsExactly(
              "image_generation.partial_image 1024x640",
              "image_generation.partial_image 1024x640",
              "image_generation.completed 1024x640");
      assertThat(report.path("file").stringValue("")).isEqualTo("1024x640 true");
      assertThat(report.path("location").booleanValue(false)).isTrue();
      assertThat(report.path("jobEvents").stringValue("")).startsWith("text/event-stream");
      assertThat(report.path("others").toString()).isEqualTo("[200,200,200]");
      assertThat(texts(report.path("refusals")))
          .containsExactly(
              "404 string", "404 string", "400 string", "404 string", "413 string", "401 string");
      assertThat(report.path("accounts").stringValue("")).isEqualTo("TypeError");
      assertThat(report.path("webhooks").stringValue("")).isEqualTo("TypeError");
    }
  }

  @Test
  void an_origin_that_is_named_may_and_another_may_not() throws Exception {
    try (AtelierServer server = server(origin())) {
      assertThat(visit(server)).contains("\"picture\":\"1024x640\"").doesNotContain("\"problem\"");
    }
  }

  @Test
  void an_origin_that_is_not_named_may_not() throws Exception {
    try (AtelierServer server = server("https://app.example.org")) {
      assertThat(visit(server)).contains("\"problem\":\"TypeError").doesNotContain("\"picture\"");
    }
  }

  private String origin() {
    return "http://127.0.0.1:" + page.getAddress().getPort();
  }

  /** What the page reports. */
  private String visit(AtelierServer server) throws Exception {
    DebianProgram browser = DebianProgram.orSkip("chromium", "chromium", "google-chrome");
    String address =
        "%s/?server=%s&key=%s"
            .formatted(origin(), server.uri().toString().replaceAll("/$", ""), KEY);
    Path log = directory.resolve("chromium.log");
    Process running =
        browser
            .with(
                List.of(
                    "--headless=new",
                    "--no-sandbox", // as root, in containers
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--no-proxy-server",
                    "--disable-background-networking",
                    "--user-data-dir=" + directory.resolve("profile"),
                    "--remote-debugging-port=0", // keeps it open until it is ended
                    address))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      CompletableFuture<Process> ended = running.onExit();
      CompletableFuture.anyOf(seen, ended).get(PAGE_SECONDS_MAX, TimeUnit.SECONDS);
      assertThat(seen).as(() -> read(log)).isDone();
      return seen.get();
    } finally {
      running.descendants().forEach(ProcessHandle::destroyForcibly);
      running.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getPath().equals("/seen")) {
        seen.complete(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(204, -1);
        return;
      }
      byte[] html = Files.readAllBytes(ExampleProgram.HERE.resolve("habits/browser.html"));
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.sendResponseHeaders(200, html.length);
      exchange.getResponseBody().write(html);
    }
  }

  private AtelierServer server(String origins) {
    return TestServer.start(directory.resolve("data"), KEY, Map.of("cors.origins", origins));
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::stringValue).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}

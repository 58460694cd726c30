package dev.atelier.server.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.http.upstream.Http2Answer;
import dev.atelier.http.upstream.ScriptedHttp2;
import dev.atelier.http.upstream.TestKey;
import dev.atelier.testkit.ScriptedHttp.Received;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An account over HTTP/2 whose upstream speaks nothing else, behind TLS with a certificate that the
 * operator has the server trust.
 */
@Timeout(120)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class Http2AccountTest {
  private static final byte[] PHOTO = Pixels.photo(1024, 1024);
  private static final String IMAGE = Base64.getEncoder().encodeToString(PHOTO);
  private static final CountDownLatch PREVIEWED = new CountDownLatch(1);

  private static TestKey.Trust before;
  private static ScriptedHttp2 upstream;
  private static LiveServer server;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    TestKey key = TestKey.make(directory);
    before = key.trusted();
    upstream = ScriptedHttp2.secure(Http2AccountTest::answer, key, "h2");
    server = LiveServer.start();
    HttpResponse<String> added =
        server.postJson(
            "/api/v1/accounts",
            JsonMapper.shared()
                .writeValueAsString(
                    Map.of(
                        "name",
                        "two",
                        "provider",
                        "openai",
                        "base_url",
                        upstream.uri() + "/v1",
                        "options",
                        Map.of("http", "2"),
                        "secret",
                        "key")));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
  }

  @AfterAll
  static void close() {
    server.close();
    upstream.close();
    before.close();
  }

  @Test
  void it_makes_an_image() {
    HttpResponse<String> made =
        server.postJson(
            "/v1/images/generations", "{\"prompt\":\"a red fox\",\"size\":\"1024x1024\"}");

    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    assertThat(image(made)).isEqualTo(IMAGE);
    assertThat(received("/v1/images/generations").header("authorization")).isEqualTo("Bearer key");
    assertThat(upstream.connections()).isOne();
  }

  @Test
  void it_edits_one() {
    HttpResponse<String> made =
        server.postJson(
            "/v1/images/edits",
            "{\"prompt\":\"a hat\",\"size\":\"1024x1024\",\"images\":[{\"image_url\":\""
                + ("data:image/png;base64," + IMAGE)
                + "\"}]}");

    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    assertThat(image(made)).isEqualTo(IMAGE);
    Received form = received("/v1/images/edits");
    assertThat(form.header("content-type")).startsWith("multipart/form-data");
    assertThat(new String(form.body(), ISO_8859_1)).contains(new String(PHOTO, ISO_8859_1));
  }

  @Test
  void a_preview_is_passed_on_while_the_image_is_made() {
    HttpResponse<Stream<String>> made =
        server.send(
            server
                .request("/v1/images/generations")
                .setHeader("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"prompt\":\"slowly\",\"size\":\"1024x1024\",\"stream\":true,"
                            + "\"partial_images\":1}")),
            BodyHandlers.ofLines());

    try (Stream<String> lines = made.body()) {
      Iterator<String> events = lines.filter(line -> line.startsWith("event: ")).iterator();
      assertThat(events.next()).isEqualTo("event: image_generation.partial_image");
      PREVIEWED.countDown();
      assertThat(events.next()).isEqualTo("event: image_generation.completed");
      assertThat(events.hasNext()).isFalse();
    }
  }

  @Test
  void its_test_says_that_it_works() {
    JsonNode test = json(server.postJson("/api/v1/accounts/two/test", ""));
    assertThat(test.path("works").asBoolean()).as(test.toString()).isTrue();
  }

  private static void answer(Received request, Http2Answer answer) throws IOException {
    if (request.path().endsWith("/models")) {
      answer.json(200, "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-image-2\"}]}");
    } else if (request.text().contains("slowly")) {
      answer.open(200, "text/event-stream");
      answer.block(event("partial_image", "\"partial_image_index\":0"));
      await(PREVIEWED);
      answer.block(event("completed", "\"usage\":{\"input_tokens\":9,\"output_tokens\":439}"));
      answer.end();
    } else {
      answer.json(
          200,
          "{\"created\":1,\"data\":[{\"b64_json\":\"%s\"}],\"usage\":{\"input_tokens\":9,\"output_tokens\":439}}"
              .formatted(IMAGE));
    }
  }

  private static String event(String kind, String more) {
    String type = "image_generation." + kind;
    return "event: %s\ndata: {\"type\":\"%s\",\"b64_json\":\"%s\",%s}\n\n"
        .formatted(type, type, IMAGE, more);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new IOException("no preview came");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static Received received(String path) {
    return upstream.received().stream()
        .filter(request -> request.path().equals(path) && !request.text().contains("slowly"))
        .findFirst()
        .orElseThrow();
  }

  private static String image(HttpResponse<String> made) {
    return json(made).path("data").path(0).path("b64_json").asString();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }
}

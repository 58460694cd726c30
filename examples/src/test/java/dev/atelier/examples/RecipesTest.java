package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every recipe of {@code docs/proxies.md} with the real program it is for. */
@Timeout(500)
class RecipesTest {
  private static final String KEY = "a-key-for-the-recipes";
  private static final String ORDER =
      "{\"model\":\"gpt-image-2\",\"prompt\":\"a fox\",\"size\":\"1024x640\",\"quality\":\"low\"";

  @TempDir private Path directory;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private HttpClient client;

  /** A recipe, with whatever else stands between client and server. */
  enum Recipe {
    NGINX,
    NGINX_BEHIND_ANOTHER,
    CADDY,
    CLOUDFLARE,
    LOAD_BALANCER;

    /** Whether a client can say under which host it came. */
    boolean bendable() {
      return this == LOAD_BALANCER;
    }
  }

  @BeforeEach
  void open() throws Exception {
    client = TrustingClient.open();
    running.push(client);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : running) {
      one.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_client_of_the_proxy_has_all_that_one_of_the_server_has(Recipe recipe) throws Exception {
    URI server = server(Map.of("sandbox.pace", "1s"));
    URI proxy = start(recipe, server, "");

    assertLinks(recipe, proxy);
    assertEventsPassAsTheyCome(proxy, server);
    assertLargeUploadsPass(proxy);
    assertPackedBodiesPass(proxy);
    assertPreflightsAndErrorsPass(proxy);
    ProxiedSocket.assertPasses(client, proxy, KEY);
  }

  /** Times are a hundredth of the recipes'; the pictures take as long in proportion. */
  @ParameterizedTest
  @EnumSource(names = {"NGINX", "NGINX_BEHIND_ANOTHER", "CADDY"})
  void without_the_time_out_of_the_recipe_a_call_that_waits_is_cut(Recipe recipe) throws Exception {
    URI server = server(Map.of("sandbox.pace", "2500ms"));

    assertThat(generate(start(recipe, server, "300s=1s"), "}").statusCode()).isEqualTo(504);
    assertThat(generate(start(recipe, server, "300s=60s"), "}").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOUDFLARE", "LOAD_BALANCER"})
  void blanks_keep_a_line_that_cannot_be_told_to_wait(Recipe recipe) throws Exception {
    String shorter = recipe == Recipe.CLOUDFLARE ? "100s=1s" : "300s=1s";
    URI silent = server(Map.of("sandbox.pace", "2500ms"));
    URI talking = server(Map.of("sandbox.pace", "2500ms", "keep-alive-bytes", "250ms"));

    assertThat(generate(start(recipe, silent, shorter), "}").statusCode()).isEqualTo(504);
    HttpResponse<String> kept = generate(start(recipe, talking, shorter), "}");
    assertThat(kept.statusCode()).isEqualTo(200);
    assertThat(kept.body()).startsWith(" ");
    assertThat(json(kept).at("/data/0/b64_json").stringValue("")).startsWith("iVBOR");
  }

  private void assertLinks(Recipe recipe, URI proxy) throws Exception {
    String[] forged =
        recipe.bendable()
            ? new String[] {"X-Of-Nobody", "x"}
            : new String[] {
              "X-Forwarded-Host", "evil.test",
              "X-Forwarded-Proto", "http",
              "X-Forwarded-Port", "81",
              "Forwarded", "host=evil.test;proto=http"
            };
    HttpResponse<String> made =
        send(
            request(proxy, "/v1/images/generations")
                .headers(forged)
                .POST(BodyPublishers.ofString(ORDER + ",\"response_format\":\"url\"}")));
    String link = json(made).at("/data/0/url").stringValue("");

    assertThat(link).as(made.body()).startsWith(proxy + "/files/");
    var file =
        client.send(HttpRequest.newBuilder(URI.create(link)).build(), BodyHandlers.ofByteArray());
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(new String(file.body(), 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");

    HttpResponse<String> task =
        send(
            request(proxy, "//model/v1/queue/gpt_image_2/")
                .headers(forged)
                .POST(BodyPublishers.ofString("{\"prompt\":\"a fox\"}")));
    assertThat(json(task).path("status_url").stringValue(""))
        .startsWith(proxy + "/model/v1/queue/");
    HttpResponse<String> job =
        send(
            request(proxy, "/api/v1/jobs")
                .headers(forged)
                .POST(BodyPublishers.ofString("{\"prompt\":\"a fox\"}")));
    assertThat(job.headers().firstValue("location").orElse("")).startsWith(proxy + "/api/v1/jobs/");
  }

  /** The first preview is here while the job still runs. */
  private void assertEventsPassAsTheyCome(URI proxy, URI server) throws Exception {
    var request =
        request(proxy, "/v1/images/generations")
            .POST(BodyPublishers.ofString(ORDER + ",\"stream\":true,\"partial_images\":2}"));
    HttpResponse<InputStream> stream = client.send(request.build(), BodyHandlers.ofInputStream());
    String job = stream.headers().firstValue("x-atelier-job").orElseThrow();
    try (var lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.lines().filter(line -> line.startsWith("event: ")).findFirst())
          .hasValue("event: image_generation.partial_image");
      HttpResponse<String> state = send(request(server, "/api/v1/jobs/" + job).GET());
      assertThat(json(state).path("state").stringValue("")).isEqualTo("running");
      assertThat(lines.lines().filter(line -> line.startsWith("event: ")).toList())
          .contains("event: image_generation.completed");
    }
  }

  private void assertLargeUploadsPass(URI proxy) throws Exception {
    var form = new ByteArrayOutputStream();
    form.writeBytes(
        ascii("--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nvision\r\n"));
    form.writeBytes(
        ascii("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n"));
    form.writeBytes(noise());
    form.writeBytes(ascii("\r\n--b--\r\n"));
    HttpResponse<String> answer =
        send(
            request(proxy, "/v1/files")
                .setHeader("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofByteArray(form.toByteArray())));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).path("bytes").longValue()).isGreaterThan(2 << 20);
  }

  private void assertPackedBodiesPass(URI proxy) throws Exception {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(ascii("{\"prompt\":\"a fox\"}"));
    }
    HttpResponse<String> answer =
        send(
            request(proxy, "/apimart/v1/images/generations")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(packed.toByteArray())));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private void assertPreflightsAndErrorsPass(URI proxy) throws Exception {
    HttpResponse<String> preflight =
        send(
            HttpRequest.newBuilder(proxy.resolve("/v1/images/edits"))
                .header("Origin", "https://app.example.org")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(preflight.statusCode()).isEqualTo(204);
    HttpResponse<String> refused =
        send(request(proxy, "/v1/images/generations").POST(BodyPublishers.ofString("{")));
    assertThat(refused.statusCode()).isEqualTo(400);
    for (HttpResponse<String> answer : List.of(preflight, refused)) {
      assertThat(answer.headers().allValues("access-control-allow-origin")).containsExactly("*");
    }
    HttpRequest metrics = HttpRequest.newBuilder(proxy.resolve("/metrics")).build();
    assertThat(client.send(metrics, BodyHandlers.discarding()).statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> generate(URI base, String end) throws Exception {
    return send(request(base, "/v1/images/generations").POST(BodyPublishers.ofString(ORDER + end)));
  }

  private URI server(Map<String, String> settings) {
    var server = TestServer.start(directory.resolve("data" + running.size()), KEY, settings);
    running.push(server);
    return URI.create(server.uri().toString().replaceAll("/$", ""));
  }

  /**
   * @param change of a text in the recipe, as {@code old=new}; or nothing
   */
  private URI start(Recipe recipe, URI server, String change) throws Exception {
    Path here = directory.resolve("proxy" + running.size());
    Certificate certificate = Certificate.make(here.resolve("certificate"));
    return switch (recipe) {
      case NGINX ->
          nginx(here, changed(Recipes.under("nginx", "nginx"), change), server, certificate);
      case NGINX_BEHIND_ANOTHER -> {
        String inner = changed(Recipes.under("nginx behind another proxy", "nginx"), change);
        URI behind = nginx(here, inner, server, certificate);
        yield nginx(here.resolve("outer"), Recipes.played("cloudflare.conf"), behind, certificate);
      }
      case CADDY -> {
        RunningProxy caddy =
            RunningProxy.caddy(here, changed(Recipes.under("Caddy", "caddyfile"), change), server);
        running.push(caddy);
        yield caddy.uri();
      }
      case CLOUDFLARE ->
          nginx(here, changed(Recipes.played("cloudflare.conf"), change), server, certificate);
      case LOAD_BALANCER ->
          nginx(here, changed(Recipes.played("load-balancer.conf"), change), server, certificate);
    };
  }

  private URI nginx(Path here, String servers, URI upstream, Certificate certificate)
      throws Exception {
    RunningProxy nginx = RunningProxy.nginx(here, servers, upstream, certificate);
    running.push(nginx);
    return nginx.uri();
  }

  private static String changed(String recipe, String change) {
    int equals = change.indexOf('=');
    if (equals < 0) {
      return recipe;
    }
    assertThat(recipe).contains(change.substring(0, equals));
    return recipe.replace(change.substring(0, equals), change.substring(equals + 1));
  }

  private static HttpRequest.Builder request(URI base, String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + KEY)
        .header("Content-Type", "application/json");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** A picture of some megabytes. */
  private static byte[] noise() throws IOException {
    var image = new BufferedImage(1024, 1024, BufferedImage.TYPE_INT_RGB);
    var random = new Random(7);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

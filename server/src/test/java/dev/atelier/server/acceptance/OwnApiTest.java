package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atelier.server.PrintedCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Atelier's own API on the whole server: submit, be told, get the file, send again. */
@Timeout(120)
class OwnApiTest {
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  @TempDir private Path directory;
  private Path settings;
  private LiveServer server;
  private HttpServer receiver;

  /** What somebody else's server was sent. */
  private record Call(
      String method, String path, java.util.Map<String, String> headers, byte[] body) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), "");
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = LiveServer.start();
    settings = directory.resolve("atelier.yaml");
    Files.writeString(settings, "allow-private-networks: true\n");
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", this::receive);
    receiver.start();
  }

  @AfterEach
  void stop() {
    server.close();
    receiver.stop(0);
  }

  @Test
  void whoever_asked_is_told_and_gets_the_file() throws Exception {
    String hook =
        post("/api/v1/webhooks", "{\"url\":\"" + url("/standing") + "\"}")
            .path("secret")
            .stringValue();
    String own = get("/api/v1/webhook-secret").path("secret").stringValue();

    JsonNode job =
        post(
            "/api/v1/jobs",
            "{\"prompt\":\"a red apple\",\"format\":\"webp\",\"webhook\":\"%s\",\"uploads\":[\"%s\"]}"
                .formatted(url("/own"), url("/put?signature=x")));

    await().atMost(Duration.ofSeconds(60)).until(() -> calls.size() >= 4);
    assertThat(calls.stream().map(Call::path))
        .containsExactlyInAnyOrder("/standing", "/standing", "/own", "/put");
    for (Call call : calls) {
      if (call.method().equals("POST")) {
        assertSigned(call, call.path().equals("/own") ? own : hook);
        JsonNode event = json(call.body());
        assertThat(event.at("/data/id")).isEqualTo(job.path("id"));
        if (!event.has("image")) {
          assertThat(event.path("type").stringValue()).isEqualTo("job.succeeded");
        }
      } else {
        assertThat(call.method()).isEqualTo("PUT");
        assertThat(call.header("Content-Type")).isEqualTo("image/webp");
        assertThat(call.header("Content-Length")).isEqualTo(Integer.toString(call.body().length));
        JsonNode now = get("/api/v1/jobs/" + job.path("id").stringValue());
        HttpResponse<byte[]> file =
            server.send(
                server.request(
                    "/api/v1/artifacts/" + now.at("/images/0/artifact").stringValue() + "/content"),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(call.body()).isEqualTo(file.body());
      }
    }
    assertThat(command("webhooks", "deliveries", "--json"))
        .contains(url("/put"))
        .doesNotContain("signature=x");
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(server.get("/metrics").body())
                .contains(
                    "atelier_webhooks_tries_seconds_count{kind=\"message\",state=\"delivered\"} 3",
                    "atelier_webhooks_tries_seconds_count{kind=\"upload\",state=\"delivered\"} 1"));
  }

  @Test
  void what_did_not_arrive_is_sent_again_by_api_and_from_the_command_line() throws Exception {
    failures.set(1);
    String hook =
        post("/api/v1/webhooks", "{\"url\":\"" + url("/hook") + "\",\"events\":[\"job.failed\"]}")
            .path("id")
            .stringValue();
    String id = post("/api/v1/webhooks/" + hook + "/test", "").path("id").stringValue();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> get("/api/v1/deliveries/" + id).at("/log").size() == 1);
    assertThat(get("/api/v1/deliveries/" + id).at("/log/0/status").intValue()).isEqualTo(500);

    post("/api/v1/deliveries/" + id + "/redeliver", "");

    awaitState(id, "delivered");
    int before = calls.size();
    assertThat(command("webhooks", "deliveries", hook, "--json")).contains(id);
    assertThat(command("webhooks", "redeliver", id)).contains("due again");
    await().atMost(Duration.ofSeconds(30)).until(() -> calls.size() == before + 1);
    assertThat(calls.stream().map(call -> call.header("webhook-id"))).containsOnly(id);
  }

  @Test
  void receivers_are_managed_from_the_command_line() throws Exception {
    String secret = command("webhooks", "create", url("/a"), "--event", "job.failed").strip();
    assertThat(secret).startsWith("whsec_");
    JsonNode listed = json(command("webhooks", "list", "--json").getBytes(StandardCharsets.UTF_8));
    String id = listed.at("/0/id").stringValue();
    assertThat(get("/api/v1/webhooks/" + id + "/secret").path("secret").stringValue())
        .isEqualTo(secret);
    assertThat(command("webhooks", "rotate", id).strip()).startsWith("whsec_").isNotEqualTo(secret);
    String delivery = command("webhooks", "test", id).strip();
    awaitState(delivery, "delivered");
    assertThat(command("webhooks", "remove", id)).contains(id);
    assertThat(command("webhooks", "list")).contains("none");
    assertThat(exit("webhooks", "remove", id)).isEqualTo(3);
    assertThat(exit("webhooks", "remove", "x")).isEqualTo(2);
    assertThat(exit("webhooks", "create", "ftp://x")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/openapi.yaml", "/openapi.yaml"})
  void the_document_is_served_to_everybody(String path) {
    HttpResponse<String> document =
        server.send(server.request(path).setHeader("Authorization", ""));

    assertThat(document.statusCode()).isEqualTo(200);
    assertThat(document.body()).startsWith("openapi: 3.1.0");
  }

  private void awaitState(String delivery, String state) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> get("/api/v1/deliveries/" + delivery).path("state").stringValue().equals(state));
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = new java.util.HashMap<String, String>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) ->
              headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
      calls.add(
          new Call(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              headers,
              exchange.getRequestBody().readAllBytes()));
      exchange.sendResponseHeaders(failures.getAndDecrement() > 0 ? 500 : 204, -1);
    }
  }

  /** As any library for Standard Webhooks does it. */
  private static void assertSigned(Call call, String secret) throws Exception {
    byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    mac.update(
        (call.header("webhook-id") + "." + call.header("webhook-timestamp") + ".")
            .getBytes(StandardCharsets.UTF_8));
    String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(call.body()));
    assertThat(call.header("webhook-signature").split(" ")).contains(expected);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
  }

  private JsonNode post(String path, String body) {
    HttpResponse<String> answer =
        body.isEmpty()
            ? server.send(server.request(path).POST(BodyPublishers.noBody()))
            : server.postJson(path, body);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
    return json(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode get(String path) {
    return json(server.get(path).body().getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode json(byte[] text) {
    return JsonMapper.shared().readTree(text);
  }

  /** What a command beside the running server prints. */
  private String command(String... words) {
    PrintedCommand command = run(words);
    assertThat(command.code()).isZero();
    return command.text();
  }

  private int exit(String... words) {
    return run(words).code();
  }

  private PrintedCommand run(String... words) {
    return PrintedCommand.run(
        Stream.concat(
                Stream.of(words),
                Stream.of("--data", server.data().toString(), "--config", settings.toString()))
            .toList());
  }
}

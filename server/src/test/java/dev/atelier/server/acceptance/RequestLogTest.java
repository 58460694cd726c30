package dev.atelier.server.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.server.command.Main;
import dev.atelier.testkit.ScriptedHttp;
import dev.atelier.testkit.ScriptedHttp.Received;
import dev.atelier.testkit.ScriptedHttp.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The bills of two vendors, and what the server's log says of them. */
@Timeout(120)
class RequestLogTest {
  private static final String CANARY = "sk-canary-0f6b1d2e-secret";
  private static final BigDecimal RUNWARE = new BigDecimal("0.05412");
  private static final BigDecimal APIMART = new BigDecimal("0.0123");

  private final byte[] image = Pixels.photo(1024, 1024);
  private final AtomicInteger runwareImages = new AtomicInteger();
  private final AtomicInteger apiMartImages = new AtomicInteger();
  private volatile String runwareTask = "";

  @Test
  void every_bill_is_in_the_log_to_the_cent_and_the_credential_nowhere() throws Exception {
    try (var runware = ScriptedHttp.start(this::runware);
        var apiMart = ScriptedHttp.start(this::apiMart);
        var server = LiveServer.start()) {
      add(server, "rw", "runware", runware, "gpt-image-2.5-flare", "openai:flare@1");
      add(server, "am", "apimart", apiMart, "gpt-image-2", "gpt-image-2");

      JsonNode paidByImage = job(server, "gpt-image-2.5-flare", 2);
      JsonNode paidByTask = job(server, "gpt-image-2", 1);
      JsonNode one = ended(server, paidByImage).at("/attempts/0");
      JsonNode other = ended(server, paidByTask).at("/attempts/0");

      assertThat(usd(one)).isEqualByComparingTo(bill(RUNWARE, runwareImages)).isPositive();
      assertThat(usd(other)).isEqualByComparingTo(bill(APIMART, apiMartImages)).isPositive();
      assertThat(List.of(one, other))
          .allSatisfy(attempt -> {
            assertThat(attempt.path("outcome").asString()).isEqualTo("succeeded");
            assertThat(attempt.path("cost_basis").asString()).isEqualTo("told");
            assertThat(attempt.at("/report/latency_ms/connect").isNumber()).isTrue();
            assertThat(attempt.at("/report/latency_ms/first_byte").isNumber()).isTrue();
            assertThat(attempt.at("/report/bytes_in").asLong()).isGreaterThan(image.length);
            assertThat(attempt.at("/report/received/0/bytes").asLong()).isEqualTo(image.length);
            assertThat(attempt.at("/report/request_ids/cf-ray").asString()).isEqualTo("ray-1");
          });
      assertThat(one.path("upstream_model").asString()).isEqualTo("openai:flare@1");

      JsonNode listed = json(server.get("/api/v1/attempts")).path("data");
      assertThat(listed.size()).isEqualTo(2);
      assertThat(listed.at("/0/order/user").asString()).isEqualTo("end-user-7");
      assertThat(listed.at("/0/order/request_id").asString())
          .isEqualTo(paidByTask.path("request_id").asString())
          .startsWith("req_");
      JsonNode account = json(server.get("/api/v1/accounts/rw")).path("last_24_hours");
      assertThat(account.path("images_delivered").asInt()).isEqualTo(2);
      assertThat(account.path("cost_usd").asString()).isEqualTo("0.10824");

      String metrics = server.get("/metrics").body();
      assertThat(metrics)
          .contains("atelier_upstream_cost_usd_total{account=\"rw\",certainty=\"known\"} 0.10824")
          .contains("atelier_upstream_cost_usd_total{account=\"am\",certainty=\"known\"} 0.0123");

      String shown = command(server, "jobs", "show", paidByImage.path("id").asString());
      assertThat(shown).contains("cost 0.10824 USD told", "2 delivered", "cf-ray ray-1");
      String total = command(server, "accounts", "show", "rw");
      assertThat(total).contains("0.10824", "2 of 2 delivered");

      assertThat(listed + account.toString() + one + other + metrics + shown + total)
          .doesNotContain(CANARY);
      assertThat(stored(server.data())).doesNotContain(CANARY);
    }
  }

  /** Sends the credential back wherever an upstream could. */
  private void runware(Received request, Reply reply) throws IOException {
    String[] ids = {"X-Request-Id", CANARY, "CF-Ray", "ray-1"};
    if (request.method().equals("GET")) {
      reply.bytes(200, "image/png", image, ids);
      return;
    }
    JsonNode task = JsonMapper.shared().readTree(request.text()).path(0);
    if (task.path("taskType").asString().equals("imageInference")) {
      runwareTask = task.path("taskUUID").asString();
      runwareImages.addAndGet(task.path("numberResults").asInt());
      reply.json(
          200,
          "{\"data\":[{\"taskType\":\"imageInference\",\"taskUUID\":\"" + runwareTask + "\"}]}",
          ids);
    } else {
      var answer = JsonMapper.shared().createObjectNode();
      for (int i = 0; i < runwareImages.get(); i++) {
        answer
            .withArray("data")
            .addObject()
            .put("taskUUID", runwareTask)
            .put("imageUUID", "image-" + i)
            .put("imageURL", "http://" + request.header("host") + "/image/" + i + ".png")
            .put("cost", RUNWARE);
      }
      reply.json(200, answer.toString(), ids);
    }
  }

  private void apiMart(Received request, Reply reply) throws IOException {
    String[] ids = {"X-Request-Id", CANARY, "CF-Ray", "ray-1"};
    if (request.path().endsWith(".png")) {
      reply.bytes(200, "image/png", image, ids);
    } else if (request.method().equals("POST")) {
      apiMartImages.incrementAndGet();
      reply.json(200, "{\"code\":200,\"data\":[{\"task_id\":\"task_1\"}]}", ids);
    } else {
      ObjectNode task = JsonMapper.shared().createObjectNode().put("code", 200);
      ObjectNode data = task.putObject("data").put("status", "completed").put("cost", APIMART);
      data.putObject("result")
          .putArray("images")
          .addObject()
          .put("url", "http://" + request.header("host") + "/f/1.png");
      reply.json(200, task.toString(), ids);
    }
  }

  private static void add(
      LiveServer server,
      String name,
      String provider,
      ScriptedHttp upstream,
      String model,
      String upstreamName) {
    HttpResponse<String> added =
        server.postJson(
            "/api/v1/accounts",
            JsonMapper.shared()
                .writeValueAsString(
                    Map.of(
                        "name", name,
                        "provider", provider,
                        "base_url", upstream.uri() + "/v1",
                        "secret", CANARY,
                        "models", Map.of(model, upstreamName))));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
  }

  private static JsonNode job(LiveServer server, String model, int images) {
    HttpResponse<String> accepted =
        server.postJson(
            "/api/v1/jobs",
            """
            {"model":"%s","prompt":"a red fox","n":%d,"size":"1024x1024","user":"end-user-7"}\
            """
                .formatted(model, images));
    assertThat(accepted.statusCode()).as(accepted.body()).isBetween(200, 202);
    return json(accepted);
  }

  private static JsonNode ended(LiveServer server, JsonNode job) {
    String path = "/api/v1/jobs/" + job.path("id").asString();
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> json(server.get(path)), told -> !told.path("ended_at").isNull());
  }

  private static BigDecimal usd(JsonNode attempt) {
    return new BigDecimal(attempt.path("cost_usd").asString("0"));
  }

  private static BigDecimal bill(BigDecimal each, AtomicInteger images) {
    return each.multiply(BigDecimal.valueOf(images.get()));
  }

  /** What a command prints, run as an operator runs it. */
  private static String command(LiveServer server, String... words) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(words));
    command.addAll(List.of("--data", server.data().toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }

  /** Everything in the data directory that is no image. */
  private static String stored(Path data) throws IOException {
    var all = new StringBuilder();
    try (var files = Files.list(data)) {
      files.filter(Files::isRegularFile).forEach(file -> all.append(text(file)));
    }
    assertThat(all.toString()).contains("end-user-7");
    return all.toString();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }
}

package dev.atelier.server.endurance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.providers.openai.FakeOpenAi;
import dev.atelier.providers.upstream.FakeUpstream;
import dev.atelier.providers.upstream.ImageMaker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * A caller's key and prompt go through everything that can fail: the key is in nothing that is
 * kept, the prompt in nothing but the order.
 */
@Timeout(300)
class SecretsTest {
  private static final String PROMPT = "Canary 7Kx9 sits, unseen by any keeper of logs, and sings";

  /** Where the texts of an order lie, and nowhere else. */
  private static final List<String> SEALED = List.of("job.request");

  private static final String OF_CHILDREN = "naked child, sexual, explicit. ";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> failures = new ArrayList<>();

  @Test
  void neither_key_nor_prompt_shows_where_something_fails() throws Exception {
    var environment =
        Map.of(
            "ATELIER_LOG_LEVEL", "DEBUG",
            "ATELIER_LOG_ACCESS", "true",
            "ATELIER_ALLOW_PRIVATE_NETWORKS", "true");
    String key;
    try (var server = ServerProcess.serve(directory, List.of("-Xmx256m"), environment);
        var vendor = new FakeOpenAi("vendor-key").makes(ImageMaker.pictures())) {
      key = newKey(server.http());
      keysInOddPlaces(server.uri(), key);
      for (Api api : Api.values()) {
        String paid = addAccount(server.http(), vendor);
        refusedOrders(server.uri(), api, key);
        removeAccount(server.uri(), paid);
        for (CredentialEcho echo : CredentialEcho.values()) {
          if (echo != CredentialEcho.WRONG_KEY && echo != CredentialEcho.POLLED) {
            String account = addAccount(server.http(), vendor);
            echo.teach(vendor, PROMPT);
            send(server.uri(), api, key, api.order("\"" + PROMPT + "\""), _ -> {});
            awaitEnd();
            failures.add(server.http().get("/api/v1/accounts/" + account).text());
            removeAccount(server.uri(), account);
            vendor.clear();
          }
        }
      }
      assertThat(failures).hasSizeGreaterThan(40);
      failures.add(server.http().get("/metrics").text());
      failures.add(server.http().get("/api/v1/accounts").text());
      failures.add(server.http().get("/api/v1/attempts?limit=100").text());
      failures.add(server.http().get("/api/v1/audit").text());
      server.kill();
      failures.add(server.log());
    }
    assertThat(around("7Kx9")).isEmpty();
    assertThat(around(unseen(key))).isEmpty();
    assertThat(columnsWith("7Kx9")).isEqualTo(SEALED);
    filesHoldNo(unseen(key));
  }

  /** A key is masked to its ends where people have to tell keys apart. */
  private static String unseen(String key) {
    return key.substring(8, key.length() - 6);
  }

  /** Where something stands in what was said, with what stands about it. */
  private List<String> around(String text) {
    var places = new ArrayList<String>();
    for (String said : failures) {
      int at = said.indexOf(text);
      if (at >= 0) {
        places.add(said.substring(Math.max(0, at - 400), Math.min(said.length(), at + 100)));
      }
    }
    return places;
  }

  private void keysInOddPlaces(URI server, String key) throws Exception {
    String wrong = key.substring(0, key.length() - 1) + (key.endsWith("A") ? "B" : "A");
    String basic = Base64.getEncoder().encodeToString(("user:" + key).getBytes(UTF_8));
    for (Api api : Api.values()) {
      String order = api.order("\"" + PROMPT + "\"");
      failed(server, api.path, order, "Authorization", "Bearer " + wrong);
      failed(server, api.path, order, "Authorization", key + " " + key);
      failed(server, api.path, order, "Authorization", "Basic " + basic + "=" + key);
      failed(server, api.path + "?api_key=" + key, order, "X-Odd", key);
      failed(server, api.path + "/" + key, order, "Authorization", "Bearer " + key);
      failed(server, api.path, order.replace("{", "{\"" + key + "\":1,"), "Cookie", "k=" + key);
    }
  }

  private void failed(URI server, String path, String body, String header, String value)
      throws Exception {
    var request =
        HttpRequest.newBuilder(server.resolve(path))
            .header(header, value)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path + " " + answer.body()).isBetween(400, 499);
    failures.add(answer.headers().map() + answer.body());
  }

  /** What is said no to before anything is made. */
  private void refusedOrders(URI server, Api api, String key) throws Exception {
    String prompt = "\"" + PROMPT + "\"";
    String order = api.order(prompt);
    Consumer<HttpResponse<String>> refused =
        answer -> assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
    send(server, api, key, order.substring(0, order.length() - 2), refused);
    send(server, api, key, order.replace(prompt, "[" + prompt + "]"), _ -> {});
    send(server, api, key, order.replace(prompt, "{\"" + PROMPT + "\":1}"), refused);
    send(server, api, key, order.replace("\"model\":\"", "\"model\":\"no-such-"), _ -> {});
    send(server, api, key, api.order("\"" + PROMPT.repeat(1000) + "\""), refused);
    send(server, api, key, api.order("\"" + OF_CHILDREN + PROMPT + "\""), _ -> {});
    send(server, api, key, order, refused, "X-Atelier-Max-Cost", "0.000001");
    send(server, api, key, order, refused, "X-Atelier-Max-Cost", PROMPT);
    send(server, api, key, order, refused, "Content-Encoding", "gzip");
  }

  private void send(
      URI server,
      Api api,
      String key,
      String body,
      Consumer<HttpResponse<String>> check,
      String... header)
      throws Exception {
    var request =
        HttpRequest.newBuilder(server.resolve(api.path))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (header.length > 0) {
      request.header(header[0], header[1]);
    }
    HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
    check.accept(answer);
    if (answer.statusCode() >= 400 || answer.body().contains("\"error")) {
      failures.add(answer.headers().map() + answer.body());
    }
  }

  private void awaitEnd() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() ->
            new Rows(directory)
                .texts("SELECT id FROM job WHERE state IN ('QUEUED', 'RUNNING')")
                .isEmpty());
  }

  /** One that has not failed yet. */
  private String addAccount(RawHttp http, FakeUpstream vendor) throws IOException {
    String name = "vendor-" + failures.size();
    var account =
        Map.of(
            "name",
            name,
            "provider",
            "openai",
            "base_url",
            vendor.base().toString(),
            "secret",
            "vendor-key",
            "models",
            Map.of("gpt-image-2", "gpt-image-2"));
    Answer added =
        http.post("/api/v1/accounts", JsonMapper.shared().writeValueAsString(account), Map.of());
    assertThat(added.status()).as(added.text()).isEqualTo(201);
    return name;
  }

  private void removeAccount(URI server, String name) throws Exception {
    var request =
        HttpRequest.newBuilder(server.resolve("/api/v1/accounts/" + name))
            .header("Authorization", "Bearer " + ServerProcess.KEY)
            .DELETE()
            .build();
    assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isBetween(200, 204);
  }

  private static String newKey(RawHttp http) throws IOException {
    Answer made = http.post("/api/v1/tenants/default/keys", "{\"label\":\"desk\"}", Map.of());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return JsonMapper.shared().readTree(made.text()).path("secret").stringValue();
  }

  private List<String> columnsWith(String text) throws Exception {
    var found = new ArrayList<String>();
    var rows = new Rows(directory);
    var columns =
        rows.texts(
            "SELECT '\"' || m.name || '\".\"' || p.name || '\"' FROM sqlite_master m,"
                + " pragma_table_info(m.name) p WHERE m.type = 'table'");
    for (String column : columns) {
      String table = column.substring(0, column.indexOf('.'));
      long there =
          rows.count(
              "SELECT 1 FROM %s WHERE instr(CAST(%s AS TEXT), '%s') > 0"
                  .formatted(table, column, text));
      if (there > 0) {
        found.add(column.replace("\"", ""));
      }
    }
    return found;
  }

  private void filesHoldNo(String text) throws IOException {
    try (Stream<Path> files = Files.walk(ServerProcess.data(directory))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), ISO_8859_1).contains(text))
            .as("%s holds it", file)
            .isFalse();
      }
    }
  }

  /** Where orders go, and the least one of each. */
  private enum Api {
    OPENAI("/v1/images/generations", "{\"model\":\"gpt-image-2\",\"prompt\":%s}"),
    RESPONSES(
        "/v1/responses",
        "{\"model\":\"gpt-5\",\"input\":%s,\"tools\":[{\"type\":\"image_generation\"}]}"),
    SEAART("/model/v1/queue/gpt_image_2", "{\"prompt\":%s,\"size\":\"1024x1024\"}"),
    APIMART(
        "/apimart/v1/images/generations",
        "{\"model\":\"gpt-image-2\",\"prompt\":%s,\"size\":\"1:1\"}"),
    RUNWARE(
        "/runware/v1",
        "[{\"taskType\":\"imageInference\",\"taskUUID\":\"%s\",\"model\":\"openai:gpt-image@2\","
            + "\"positivePrompt\":%s,\"width\":1024,\"height\":1024}]"),
    ATELIER("/api/v1/jobs", "{\"model\":\"gpt-image-2\",\"prompt\":%s,\"size\":\"1024x1024\"}");

    private final String path;
    private final String body;

    Api(String path, String body) {
      this.path = path;
      this.body = body;
    }

    String order(String prompt) {
      return this == RUNWARE ? body.formatted(UUID.randomUUID(), prompt) : body.formatted(prompt);
    }
  }
}

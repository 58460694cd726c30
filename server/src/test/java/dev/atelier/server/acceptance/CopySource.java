package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.server.PrintedCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A data directory with something of everything, as a server leaves it that dies: jobs of every API
 * and in every state, pictures in files and in segments, links, favourites, a board, a webhook that
 * waits, and money.
 */
final class CopySource {
  private static final String WAITS =
      "{\"prompt\":\"a fox [atelier:delay=10s]\",\"size\":\"1024x1024\"}";

  private final Path data;

  /** What was read by each link. */
  private final Map<String, byte[]> links = new LinkedHashMap<>();

  /** What was told of each job that had ended. */
  private final Map<String, String> ended = new LinkedHashMap<>();

  private final List<String> open = new ArrayList<>();

  private CopySource(Path data) {
    this.data = data;
  }

  /** Makes one below a directory. */
  static CopySource in(Path directory) throws Exception {
    var source = new CopySource(directory.resolve("data"));
    Path backup = directory.resolve("backup");
    var settings =
        Map.of(
            "database", "",
            "allow-private-networks", "true",
            "models", models().toString(),
            "sandbox.concurrency", "1",
            "data", directory.resolve("lived-in").toString());
    try (var server = LiveServer.start(settings)) {
      source.fill(server);
      PrintedCommand.textOf(
          List.of("ledger", "top-up", "default", "12.34", "--data", server.data() + ""));
      source.leaveWaiting(server);
      PrintedCommand.textOf(
          List.of("backup", backup.toString(), "--data", server.data().toString()));
    }
    PrintedCommand.textOf(List.of("restore", backup.toString(), "--data", source.data.toString()));
    source.letLeasesEnd();
    return source;
  }

  static Path models() throws Exception {
    var model =
        Objects.requireNonNull(
            CopySource.class.getResource("/dev/atelier/server/endurance/models/tiny-1.json"));
    return Objects.requireNonNull(Path.of(model.toURI()).getParent());
  }

  private void fill(LiveServer server) throws IOException {
    for (Dialect dialect : Dialect.values()) {
      dialect.assertAccepted(server.postJson(dialect.path, dialect.order()));
    }
    for (String size : List.of("64x64", "1024x1024")) {
      HttpResponse<String> made =
          server.postJson(
              "/v1/images/generations",
              "{\"model\":\"tiny-1\",\"prompt\":\"a fox\",\"size\":\"%s\",\"response_format\":\"url\"}"
                  .formatted(size));
      assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
      String link = json(made.body()).at("/data/0/url").stringValue();
      links.put(
          URI.create(link).getRawPath() + "?" + URI.create(link).getRawQuery(),
          bytes(server, link));
    }
    await().atMost(Duration.ofSeconds(90)).until(() -> running(server).isEmpty());
    HttpResponse<String> refused =
        server.postJson("/v1/images/generations", "{\"prompt\":\"a fox [atelier:refuse-output]\"}");
    assertThat(refused.statusCode()).isEqualTo(400);
    JsonNode images = json(server.get("/api/v1/images").body()).path("data");
    String first = images.path(0).path("id").stringValue();
    assertThat(
            server
                .postJson("/api/v1/images/favourites", "{\"add\":[\"" + first + "\"]}")
                .statusCode())
        .isEqualTo(204);
    String board =
        json(server.postJson("/api/v1/boards", "{\"name\":\"foxes\"}").body())
            .path("id")
            .stringValue();
    assertThat(
            server
                .postJson("/api/v1/boards/" + board + "/images", "{\"add\":[\"" + first + "\"]}")
                .statusCode())
        .isLessThan(300);
    for (JsonNode job : json(server.get("/api/v1/jobs?limit=100").body()).path("data")) {
      ended.put(job.path("id").stringValue(), told(server, job.path("id").stringValue()));
    }
    assertThat(ended).hasSizeGreaterThanOrEqualTo(Dialect.values().length + 3);
  }

  private static byte[] bytes(LiveServer server, String link) {
    HttpResponse<byte[]> read =
        server.send(HttpRequest.newBuilder(URI.create(link)), BodyHandlers.ofByteArray());
    assertThat(read.statusCode()).isEqualTo(200);
    return read.body();
  }

  /** One that runs, and behind it those that are queued; one has a receiver that is not there. */
  private void leaveWaiting(LiveServer server) {
    String hook = "\"webhook\":\"http://127.0.0.1:9/gone\",\"prompt\"";
    for (String order :
        List.of(
            WAITS,
            WAITS.replace("10s", "0s").replace("\"prompt\"", hook),
            WAITS.replace("10s", "0s"))) {
      HttpResponse<String> accepted = server.postJson("/api/v1/jobs", order);
      assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
      open.add(json(accepted.body()).path("id").stringValue());
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            json(server.get("/api/v1/jobs/" + open.getFirst()).body())
                .path("state")
                .stringValue()
                .equals("running"));
  }

  /** As if half a minute had passed. */
  private void letLeasesEnd() throws Exception {
    try (var rows = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("atelier.db"));
        var statement = rows.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "UPDATE job SET lease_expires = lease_expires - 60000 WHERE state = 'RUNNING'"))
          .as("one was running")
          .isEqualTo(1);
    }
  }

  private static List<String> running(LiveServer server) {
    var running = new ArrayList<String>();
    for (JsonNode job : json(server.get("/api/v1/jobs?limit=100").body()).path("data")) {
      if (List.of("queued", "running").contains(job.path("state").stringValue())) {
        running.add(job.path("id").stringValue());
      }
    }
    return running;
  }

  /** What a server says of a job, but for its links, which are signed anew. */
  static String told(LiveServer server, String job) {
    HttpResponse<String> told = server.get("/api/v1/jobs/" + job);
    assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
    return told.body()
        .replaceAll("\"http://127[^\"]*\"", "\"link\"")
        .replaceAll("\"url_expires_at\":\"[^\"]*\"", "");
  }

  Path data() {
    return data;
  }

  Map<String, byte[]> links() {
    return links;
  }

  Map<String, String> ended() {
    return ended;
  }

  List<String> open() {
    return open;
  }

  /** The secret that it signs by, in another directory. */
  Path giveKeyTo(Path other) throws IOException {
    Files.createDirectories(other);
    Files.copy(data.resolve("secret.key"), other.resolve("secret.key"));
    return other;
  }

  static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}

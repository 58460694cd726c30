package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.image.ImageReport;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import java.awt.Rectangle;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One server as the other's upstream, in each dialect that it speaks and over either HTTP: what a
 * client of the first asks for, the second makes, and how it ends there is how it ends here.
 */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class LoopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Map<Dialect, LiveServer> UPSTREAMS = new EnumMap<>(Dialect.class);
  private static final Map<Dialect, LiveServer> SERVERS = new EnumMap<>(Dialect.class);

  /** How the first server speaks to the second. */
  enum Dialect {
    OPENAI("openai", "/v1", "gpt-image-2", Map.of()),
    OPENAI_OVER_HTTP_2("openai", "/v1", "gpt-image-2", Map.of("http", "2")),
    /** What a text model is told would be drawn there. */
    RESPONSES("openai", "/v1", "gpt-image-2", Map.of("route", "responses", "omit", "instructions")),
    SEAART("seaart", "/model", "gpt-image-2", Map.of()),
    APIMART("apimart", "/apimart/v1", "gpt-image-2-official", Map.of()),
    APIMART_OVER_HTTP_2("apimart", "/apimart/v1", "gpt-image-2-official", Map.of("http", "2")),
    RUNWARE("runware", "/runware/v1", "openai:gpt-image@2", Map.of());

    private final String provider;
    private final String path;
    private final String upstreamModel;
    private final Map<String, String> options;

    Dialect(String provider, String path, String upstreamModel, Map<String, String> options) {
      this.options = options;
      this.provider = provider;
      this.path = path;
      this.upstreamModel = upstreamModel;
    }

    boolean is(String name) {
      return provider.equals(name);
    }

    /** Whether the upstream has no more than the line to the caller, on which previews come. */
    boolean streams() {
      return is("openai");
    }

    /** Whether its answers say what is left of a limit, so that nobody has to run into it. */
    boolean tellsLimits() {
      return is("openai");
    }

    LiveServer upstream() {
      return Objects.requireNonNull(UPSTREAMS.get(this));
    }

    LiveServer server() {
      return Objects.requireNonNull(SERVERS.get(this));
    }

    /** A server whose only account is the other. */
    LiveServer before(LiveServer upstream) {
      LiveServer server = LiveServer.start();
      HttpResponse<String> added =
          server.postJson(
              "/api/v1/accounts",
              JsonMapper.shared()
                  .writeValueAsString(
                      Map.of(
                          "name",
                          "loop",
                          "provider",
                          provider,
                          "base_url",
                          upstream.uri(path).toString(),
                          "models",
                          Map.of("gpt-image-2", upstreamModel),
                          "options",
                          options,
                          "secret",
                          LiveServer.ADMIN_KEY)));
      assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
      return server;
    }
  }

  @BeforeAll
  static void start() {
    for (Dialect dialect : Dialect.values()) {
      LiveServer upstream =
          LiveServer.start(
              Map.of(
                  "allow-private-networks", "true",
                  "client-gone", "cancel",
                  "delivery.wrong-size", "accept"));
      UPSTREAMS.put(dialect, upstream);
      SERVERS.put(dialect, dialect.before(upstream));
    }
  }

  @AfterAll
  static void close() {
    SERVERS.values().forEach(LiveServer::close);
    UPSTREAMS.values().forEach(LiveServer::close);
  }

  @ParameterizedTest
  @EnumSource
  void what_is_ordered_is_made_by_the_upstream(Dialect dialect) {
    HttpResponse<String> answer =
        dialect
            .server()
            .postJson(
                "/v1/images/generations",
                "{\"prompt\":\"two foxes\",\"size\":\"1536x1024\",\"quality\":\"low\",\"n\":2}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).path("data").size()).isEqualTo(2);
    assertThat(about(dialect.upstream(), "two foxes"))
        .flatExtracting(Job::images)
        .as("one job of two images, or one of each")
        .hasSize(2);
    assertThat(about(dialect.server(), "two foxes"))
        .flatExtracting(Job::images)
        .extracting(image -> image.report().orElseThrow())
        .allSatisfy(report -> {
          assertThat(report.account().value()).isEqualTo("loop");
          assertThat(report.size()).hasToString("1536x1024");
        });
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RUNWARE") // has no masks
  void a_mask_reaches_the_upstream(Dialect dialect) {
    byte[] photo = Pixels.photo(1024, 1024);
    byte[] mask = Pixels.mask(1024, 1024, new Rectangle(100, 100, 300, 300));
    JsonNode ended =
        ended(
            dialect.server(),
            order(
                dialect.server(),
                Map.of(
                    "prompt",
                    "a hat",
                    "size",
                    "1024x1024",
                    "images",
                    List.of(Base64.getEncoder().encodeToString(photo)),
                    "mask",
                    Base64.getEncoder().encodeToString(mask))));

    assertThat(ended.path("state").stringValue()).as(ended.toString()).isEqualTo("succeeded");
    byte[] edited =
        dialect
            .server()
            .send(
                dialect.server().request(ended.at("/images/0/url").stringValue()),
                HttpResponse.BodyHandlers.ofByteArray())
            .body();
    assertThat(Pixels.decode(edited).getRGB(900, 900))
        .as("outside of the mask")
        .isEqualTo(Pixels.decode(photo).getRGB(900, 900));
  }

  @ParameterizedTest
  @EnumSource
  void a_stream_ends_with_the_upstreams_image(Dialect dialect) {
    HttpResponse<String> answer =
        dialect
            .server()
            .postJson(
                "/v1/images/generations",
                "{\"prompt\":\"a red fox\",\"size\":\"1024x1024\",\"stream\":true,"
                    + "\"partial_images\":2}");

    assertThat(answer.body()).contains("event: image_generation.completed");
    int previews = answer.body().split("event: image_generation.partial_image", -1).length - 1;
    assertThat(previews).isEqualTo(dialect.streams() ? 2 : 0);
  }

  @ParameterizedTest
  @EnumSource
  void a_refusal_comes_back_as_one_and_is_not_asked_for_again(Dialect dialect) {
    HttpResponse<String> answer =
        dialect
            .server()
            .postJson(
                "/v1/images/generations",
                "{\"prompt\":\"a shy fox [atelier:refuse-output]\",\"size\":\"1024x1024\"}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("moderation_blocked");
    assertThat(about(dialect.upstream(), "a shy fox")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void another_size_than_ordered_is_told_on_the_job(Dialect dialect) {
    JsonNode ended =
        ended(
            dialect.server(),
            order(
                dialect.server(),
                Map.of("prompt", "a fox [atelier:size=512x512]", "size", "1024x1024")));

    ImageReport report = job(dialect.server(), ended).images().getFirst().report().orElseThrow();
    assertThat(report.repairs())
        .as(ended.toString())
        .anyMatch(repair -> repair.contains("512x512"));
  }

  @ParameterizedTest
  @EnumSource
  void what_is_cancelled_here_is_cancelled_there(Dialect dialect) {
    JsonNode ordered =
        order(
            dialect.server(),
            Map.of("prompt", "a late fox [atelier:delay=20s]", "size", "1024x1024"));
    await().atMost(PATIENCE).until(() -> !about(dialect.upstream(), "a late fox").isEmpty());
    if (!dialect.streams()) {
      await()
          .atMost(PATIENCE)
          .until(() -> accepted(dialect.server(), job(dialect.server(), ordered)));
    }

    String id = ordered.path("id").stringValue();
    assertThat(dialect.server().postJson("/api/v1/jobs/" + id + "/cancel", "").statusCode())
        .isLessThan(300);

    assertThat(ended(dialect.server(), ordered).path("state").stringValue()).isEqualTo("cancelled");
    boolean cancels = !dialect.is("apimart") && !dialect.is("runware");
    JobState there = cancels ? JobState.CANCELLED : JobState.SUCCEEDED;
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(about(dialect.upstream(), "a late fox"))
                .extracting(Job::state)
                .as("APIMart and Runware have no way to cancel a task")
                .containsExactly(there));
  }

  @ParameterizedTest
  @EnumSource
  void an_upstream_at_its_limit_is_left_alone_for_as_long_as_it_says(Dialect dialect) {
    var limited = Map.of("allow-private-networks", "true", "limits.images-per-minute", "1");
    try (LiveServer upstream = LiveServer.start(limited);
        LiveServer server = dialect.before(upstream)) {
      JsonNode first = order(server, Map.of("prompt", "fox", "size", "1024x1024"));
      assertThat(ended(server, first).path("state").stringValue()).isEqualTo("succeeded");

      if (!dialect.tellsLimits()) {
        HttpResponse<String> told =
            server.postJson(
                "/v1/images/generations", "{\"prompt\":\"another fox\",\"size\":\"1024x1024\"}");
        assertThat(told.statusCode()).isEqualTo(429);
        assertThat(told.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 60L);
      }
      JsonNode later = order(server, Map.of("prompt", "a third fox", "size", "1024x1024"));

      JsonNode account = json(server.get("/api/v1/accounts/loop"));
      assertThat(account.toString()).contains(dialect.tellsLimits() ? "images left" : "429");
      assertThat(job(server, later).state()).isEqualTo(JobState.QUEUED);
      assertThat(upstream.jobs()).hasSize(1);
    }
  }

  private static JsonNode order(LiveServer server, Map<String, ?> order) {
    HttpResponse<String> answer =
        server.postJson("/api/v1/jobs", JsonMapper.shared().writeValueAsString(order));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return json(answer);
  }

  private static JsonNode ended(LiveServer server, JsonNode job) {
    String path = "/api/v1/jobs/" + job.path("id").stringValue();
    return await()
        .atMost(PATIENCE)
        .until(
            () -> json(server.get(path)),
            now -> !List.of("queued", "running").contains(now.path("state").stringValue()));
  }

  private static List<Job> about(LiveServer server, String prompt) {
    return server.jobs().stream()
        .filter(job -> job.request().order().prompt().text().startsWith(prompt))
        .toList();
  }

  private static Job job(LiveServer server, JsonNode told) {
    return server.jobs().stream()
        .filter(job -> told.path("id").stringValue().contains(job.id().toString()))
        .findFirst()
        .orElseThrow();
  }

  /** Whether the upstream's own id of the call is on record. */
  private static boolean accepted(LiveServer server, Job job) {
    try (var records = server.records()) {
      return records.database().read(tx -> records.queue().attempts(tx, job.id())).stream()
          .anyMatch(attempt -> attempt.remoteId().isPresent());
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }
}

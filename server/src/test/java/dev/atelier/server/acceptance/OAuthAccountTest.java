package dev.atelier.server.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import dev.atelier.server.PrintedCommand;
import dev.atelier.testkit.ScriptedHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An account with OAuth2 whose text model makes the images. Every secret has {@code canary} in it
 * and none is seen anywhere but at the upstream.
 */
@Timeout(120)
class OAuthAccountTest {
  private final AtomicInteger granted = new AtomicInteger();
  private final String image = Base64.getEncoder().encodeToString(Pixels.photo(1024, 1024));
  private final Logger log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Lines lines = new Lines();
  private Level before = Level.INFO;
  private Appender<ILoggingEvent> printed = lines;
  private ScriptedHttp upstream;
  private LiveServer server;

  @BeforeEach
  void start() {
    lines.start();
    before = log.getLevel();
    printed = log.getAppender("stderr");
    log.detachAppender(printed);
    log.addAppender(lines);
    log.setLevel(Level.TRACE);
    upstream = ScriptedHttp.start(this::answer);
    server = LiveServer.start();
  }

  @AfterEach
  void close() {
    log.detachAppender(lines);
    log.setLevel(before);
    log.addAppender(printed);
    server.close();
    upstream.close();
  }

  @Test
  void it_is_refused_unless_the_operator_asks_for_it() {
    HttpResponse<String> refused = add("{}");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("add --option oauth2=true").doesNotContain("canary");
    HttpResponse<String> noTokens =
        server.postJson(
            "/api/v1/accounts",
            "{\"name\":\"sub\",\"provider\":\"openai\",\"base_url\":\"http://127.0.0.1:1/v1\","
                + "\"secret\":\"canary-key\",\"options\":{\"oauth2\":\"true\"}}");
    assertThat(noTokens.statusCode()).isEqualTo(422);
    assertThat(noTokens.body()).contains("must be a JSON object").doesNotContain("canary");
  }

  @Test
  void its_images_are_made_with_fresh_tokens_that_nobody_sees() throws Exception {
    HttpResponse<String> added = add("{\"oauth2\":\"true\",\"route\":\"auto\"}");
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);

    HttpResponse<String> made = order();
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    JsonNode answer = JsonMapper.shared().readTree(made.body());
    assertThat(answer.path("data").path(0).path("b64_json").asString()).isEqualTo(image);
    assertThat(answer.path("usage").path("output_tokens").asInt()).isEqualTo(439);
    assertThat(order().statusCode()).isEqualTo(200);

    assertThat(paths()).containsExactly("/token", "/v1/responses", "/v1/responses");
    assertThat(upstream.received().get(1).header("authorization"))
        .isEqualTo("Bearer canary-access-1");
    String job = server.jobs().getFirst().id().value().toString();
    String shown =
        added.body()
            + server.get("/api/v1/accounts").body()
            + server.get("/api/v1/jobs/" + job).body()
            + server.get("/metrics").body()
            + command("accounts", "show", "sub")
            + command("accounts", "list", "--json")
            + command("jobs", "show", job);
    assertThat(shown).contains("sealed").doesNotContain("canary");
    assertThat(lines.all)
        .anyMatch(line -> line.contains("its token was refreshed"))
        .noneMatch(line -> line.contains("canary"));
    assertThat(mainLogging()).contains("<logger name=\"org.apache.hc\" level=\"WARN\"/>");
    assertThat(filesWith("canary")).isEmpty();
    assertThat(filesWith("account_tokens")).as("the files are really read").isNotEmpty();
  }

  @Test
  void a_dead_token_benches_it_and_is_not_told_either() {
    granted.set(-1);
    add("{\"oauth2\":\"true\"}");
    HttpResponse<String> answer = order();
    assertThat(answer.statusCode()).as(answer.body()).isGreaterThanOrEqualTo(429);
    String account = server.get("/api/v1/accounts/sub").body();
    assertThat(account).contains("resting", "invalid_grant");
    assertThat(account + answer.body() + lines.all).doesNotContain("canary");
    assertThat(paths()).as("no order without a token").containsOnly("/token");
  }

  @Test
  void removing_it_forgets_its_tokens() {
    add("{\"oauth2\":\"true\",\"route\":\"responses\"}");
    order();
    assertThat(tokens()).containsExactly("sub");
    assertThat(server.send(server.request("/api/v1/accounts/sub").DELETE()).statusCode())
        .isEqualTo(204);
    assertThat(tokens()).isEmpty();
  }

  private HttpResponse<String> add(String options) {
    return server.postJson(
        "/api/v1/accounts",
        """
        {"name":"sub","provider":"openai","base_url":"%s/v1","options":%s,
         "secret":{"refresh_token":"canary-refresh-0","token_url":"%s/token",
                   "client_id":"app","client_secret":"canary-client"}}\
        """
            .formatted(upstream.uri(), options, upstream.uri()));
  }

  private HttpResponse<String> order() {
    return server.postJson(
        "/v1/images/generations",
        "{\"prompt\":\"a red fox\",\"size\":\"1024x1024\",\"quality\":\"low\"}");
  }

  private void answer(ScriptedHttp.Received request, ScriptedHttp.Reply reply) throws IOException {
    if (request.path().equals("/token")) {
      token(request, reply);
    } else {
      reply.chunked(200, "text/event-stream");
      reply.chunk(
          """
          event: response.completed
          data: {"type":"response.completed","response":{"status":"completed","output":[{"id":"ig",\
          "type":"image_generation_call","status":"completed","quality":"low","result":"%s"}],\
          "tool_usage":{"image_gen":{"input_tokens":9,"output_tokens":439}}}}

          """
              .formatted(image));
      reply.lastChunk();
    }
  }

  /** Each refresh token works once. */
  private void token(ScriptedHttp.Received request, ScriptedHttp.Reply reply) throws IOException {
    int number = granted.get();
    if (!request.text().contains("refresh_token=canary-refresh-" + number + "&")) {
      reply.json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"canary-refresh-0\"}");
      return;
    }
    granted.incrementAndGet();
    reply.json(
        200,
        "{\"access_token\":\"canary-access-%1$d\",\"refresh_token\":\"canary-refresh-%1$d\",\"expires_in\":3600}"
            .formatted(number + 1));
  }

  private List<String> paths() {
    return upstream.received().stream().map(ScriptedHttp.Received::path).toList();
  }

  private List<String> tokens() {
    try (var records = server.records()) {
      return records
          .database()
          .read(tx -> tx.list("SELECT account FROM account_tokens", row -> row.text("account")));
    }
  }

  private String command(String... words) {
    return PrintedCommand.textOf(
        Stream.concat(Stream.of(words), Stream.of("--data", server.data().toString())).toList());
  }

  /** What {@code log.level} leaves alone when a server is not under test. */
  private static String mainLogging() throws IOException {
    try (InputStream in = OAuthAccountTest.class.getResourceAsStream("/logback.xml")) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private List<Path> filesWith(String text) throws IOException {
    try (var files = Files.walk(server.data())) {
      return files.filter(Files::isRegularFile).filter(file -> holds(file, text)).toList();
    }
  }

  private static boolean holds(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1).contains(text);
    } catch (IOException e) {
      return false; // a staged file that is gone
    }
  }

  /** Collects what is logged, causes included. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      String cause =
          event.getThrowableProxy() == null ? "" : " " + event.getThrowableProxy().getMessage();
      all.add(event.getFormattedMessage() + cause);
    }
  }
}

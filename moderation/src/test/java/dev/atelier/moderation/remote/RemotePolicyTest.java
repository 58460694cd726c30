package dev.atelier.moderation.remote;

import static dev.atelier.image.ModerationLevel.AUTO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Blocked.Stage;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageSize;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Prompt;
import dev.atelier.image.TenantId;
import dev.atelier.media.ImageInfo;
import dev.atelier.moderation.Finding;
import dev.atelier.moderation.JudgedPicture;
import dev.atelier.moderation.Judgement;
import dev.atelier.moderation.Moderation;
import dev.atelier.moderation.ModerationContext;
import dev.atelier.moderation.Verdict;
import dev.atelier.moderation.WhenAway;
import dev.atelier.testkit.ScriptedHttp;
import dev.atelier.testkit.ScriptedHttp.Handler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RemotePolicyTest {
  private static final String MODEL = "omni-moderation-latest";
  private static final Prompt CANARY = new Prompt("a fox and the secret word Quetzalcoatlus");
  private static final Handler CLEAN =
      (_, reply) -> reply.json(200, answer(false, "violence", false, 0.01));

  private final UpstreamClient client = new UpstreamClient();
  private Optional<ScriptedHttp> server = Optional.empty();

  @TempDir Path directory;

  @AfterEach
  void close() {
    server.ifPresent(ScriptedHttp::close);
    client.close();
  }

  @Test
  void a_prompt_is_asked_about_with_model_and_key() throws IOException {
    ScriptedHttp http = serve(CLEAN);

    assertThat(check(http, Map.of(), AUTO)).isEmpty();
    var asked = http.received().getFirst();
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.path()).isEqualTo("/v1/moderations");
    assertThat(asked.header("authorization")).isEqualTo("Bearer sk-test");
    JsonNode body = JsonMapper.shared().readTree(asked.text());
    assertThat(body.path("model").stringValue()).isEqualTo(MODEL);
    assertThat(body.path("input").stringValue()).isEqualTo(CANARY.text());
  }

  @ParameterizedTest
  @CsvSource({
    // category, flagged, score, threshold, level, action
    "violence, true, 0.9, , AUTO, REFUSE",
    "violence, false, 0.9, , AUTO, ",
    "violence, true, 0.9, , LOW, REVIEW",
    "violence, true, 0.5, 0.8, AUTO, ",
    "violence, false, 0.8, 0.8, AUTO, REFUSE",
    "violence, true, 0.9, 0.8, LOW, REFUSE",
    "sexual/minors, true, 0.5, 0.99, AUTO, REFUSE",
    "sexual/minors, true, 0.5, 0.99, LOW, REFUSE",
    "sexual/minors, false, 0.4, 0.3, LOW, REFUSE",
    "sexual/minors, false, 0.4, , AUTO, ",
  })
  void flags_scores_thresholds_and_levels_decide(
      String category,
      boolean flagged,
      double score,
      Double threshold,
      ModerationLevel level,
      String action) {
    ScriptedHttp http =
        serve((_, reply) -> reply.json(200, answer(flagged, category, flagged, score)));
    Map<String, Double> thresholds = threshold == null ? Map.of() : Map.of(category, threshold);

    List<Finding> found = check(http, thresholds, level);

    assertThat(found)
        .extracting(one -> one.category() + " " + one.action())
        .isEqualTo(action == null ? List.of() : List.of(category + " " + action));
  }

  @Test
  void a_flag_without_categories_counts() {
    ScriptedHttp http = serve((_, reply) -> reply.json(200, "{\"results\":[{\"flagged\":true}]}"));

    assertThat(check(http, Map.of(), AUTO))
        .extracting(Finding::category)
        .containsExactly("flagged");
  }

  static Stream<Arguments> troubles() {
    return Stream.of(
        trouble("429", (_, reply) -> reply.json(429, "{\"error\":{}}", "Retry-After", "3")),
        trouble("500", (_, reply) -> reply.json(500, "{}")),
        trouble("401", (_, reply) -> reply.json(401, "{}")),
        trouble("a redirect", (_, reply) -> reply.json(302, "", "Location", "/elsewhere")),
        trouble("no JSON", (_, reply) -> reply.bytes(200, "text/html", "<html>".getBytes(UTF_8))),
        trouble("another JSON", (_, reply) -> reply.json(200, "{\"results\":\"none\"}")),
        trouble("no results", (_, reply) -> reply.json(200, "{\"results\":[]}")),
        trouble("no flag", (_, reply) -> reply.json(200, "{\"results\":[{\"categories\":{}}]}")),
        trouble("a number", (_, reply) -> reply.json(200, "17")),
        trouble("silence", (_, _) -> sleep()),
        trouble(
            "a cut",
            (_, reply) -> {
              reply.chunked(200, "application/json");
              reply.chunk("{\"results\":[{\"flag");
              reply.close();
            }),
        trouble("a reset", (_, reply) -> reply.reset()),
        trouble(
            "half an answer and silence",
            (_, reply) -> {
              reply.chunked(200, "application/json");
              reply.chunk("{\"results\":[");
              sleep();
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  void trouble_means_that_nothing_was_judged(String name, Handler handler) {
    ScriptedHttp http = serve(handler);

    assertThatThrownBy(() -> judge(http, WhenAway.REFUSE))
        .isInstanceOfSatisfying(
            FaultException.class,
            e -> {
              assertThat(e.fault()).isInstanceOf(AdmissionFault.Unavailable.class);
              assertThat(e.toString()).doesNotContain("Quetzalcoatlus").doesNotContain("sk-test");
            });
    Judgement reviewed = judge(http, WhenAway.REVIEW);
    assertThat(reviewed.verdict()).isEqualTo(new Verdict.Review(List.of("unchecked")));
    assertThat(reviewed.checks()).isEmpty();
    Judgement allowed = judge(http, WhenAway.ALLOW);
    assertThat(allowed.verdict()).isEqualTo(new Verdict.Allow());
    assertThat(allowed.checks()).isEmpty();
  }

  @Test
  void nobody_there_means_the_same() {
    ScriptedHttp http = serve(CLEAN);
    URI gone = http.uri();
    http.close();

    var policy = policy(gone, Map.of(), WhenAway.REFUSE);
    assertThatThrownBy(() -> policy.check(CANARY, context(AUTO)))
        .isInstanceOf(FaultException.class);
  }

  @Test
  void a_picture_is_sent_as_a_data_url_byte_for_byte() throws IOException {
    ScriptedHttp http = serve((_, reply) -> reply.json(200, answer(true, "sexual", true, 0.99)));
    byte[] bytes = new byte[300_001];
    new SplittableRandom(7).nextBytes(bytes);
    Path file = Files.write(directory.resolve("picture"), bytes);

    List<Finding> found =
        policy(http.uri(), Map.of(), WhenAway.REFUSE).check(picture(file), context(AUTO));

    assertThat(found).extracting(Finding::category).containsExactly("sexual");
    JsonNode input = JsonMapper.shared().readTree(http.received().getFirst().text()).at("/input/0");
    assertThat(input.path("type").stringValue()).isEqualTo("image_url");
    String url = input.at("/image_url/url").stringValue();
    assertThat(url).startsWith("data:image/png;base64,");
    assertThat(Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1))).isEqualTo(bytes);
  }

  @Test
  void a_picture_that_our_disk_does_not_give_is_our_own_trouble() {
    ScriptedHttp http = serve(CLEAN);
    JudgedPicture gone = picture(directory.resolve("gone"));

    assertThatThrownBy(
            () -> policy(http.uri(), Map.of(), WhenAway.ALLOW).check(gone, context(AUTO)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void settings_that_cannot_be_are_refused_and_the_key_is_not_printed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(URI.create("ftp://x/"), Map.of(), WhenAway.ALLOW));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> settings(URI.create("http://x/"), Map.of("violence", 1.5), WhenAway.ALLOW));
    assertThat(settings(URI.create("http://x/"), Map.of(), WhenAway.ALLOW).toString())
        .doesNotContain("sk-test");
  }

  private ScriptedHttp serve(Handler handler) {
    var http = ScriptedHttp.start(handler);
    server = Optional.of(http);
    return http;
  }

  private List<Finding> check(
      ScriptedHttp http, Map<String, Double> thresholds, ModerationLevel level) {
    return policy(http.uri(), thresholds, WhenAway.REFUSE).check(CANARY, context(level));
  }

  private Judgement judge(ScriptedHttp http, WhenAway whenAway) {
    var settings = settings(http.uri(), Map.of(), whenAway, ofMillis(400));
    return new Moderation(List.of(new RemotePolicy(client, settings)), List.of())
        .judge(CANARY, context(AUTO));
  }

  private RemotePolicy policy(URI uri, Map<String, Double> thresholds, WhenAway whenAway) {
    return new RemotePolicy(client, settings(uri, thresholds, whenAway));
  }

  private static RemoteSettings settings(
      URI uri, Map<String, Double> thresholds, WhenAway whenAway) {
    return settings(uri, thresholds, whenAway, ofSeconds(20));
  }

  private static RemoteSettings settings(
      URI uri, Map<String, Double> thresholds, WhenAway whenAway, Duration timeout) {
    return new RemoteSettings(
        uri.resolve("/v1"), Optional.of("sk-test"), MODEL, timeout, thresholds, whenAway, true);
  }

  private static ModerationContext context(ModerationLevel level) {
    return new ModerationContext(new TenantId("t1"), level);
  }

  private static JudgedPicture picture(Path file) {
    var size = new ImageSize(64, 64);
    return new JudgedPicture(
        file, new ImageInfo(OutputFormat.PNG, size, size, false, 1), Stage.OUTPUT);
  }

  private static String answer(boolean flagged, String category, boolean said, double score) {
    return """
    {"id":"modr-1","model":"%s","results":[{"flagged":%s,"categories":{"%s":%s},\
    "category_scores":{"%s":%s}}]}\
    """
        .formatted(MODEL, flagged, category, said, category, score);
  }

  private static Arguments trouble(String name, Handler handler) {
    return Arguments.of(name, handler);
  }

  /** Until the client has long given up. */
  private static void sleep() {
    try {
      Thread.sleep(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

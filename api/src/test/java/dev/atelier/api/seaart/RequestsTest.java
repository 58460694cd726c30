package dev.atelier.api.seaart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.ImageHost;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.api.Setup;
import dev.atelier.image.Background;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Order;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import dev.atelier.metering.limit.Allowance;
import dev.atelier.metering.limit.LimitSettings;
import dev.atelier.moderation.Moderation;
import dev.atelier.moderation.ModerationSettings;
import dev.atelier.moderation.Rule;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a create call takes and refuses. */
@Timeout(120)
class RequestsTest {
  private static final String GENERATE = "/v1/queue/gpt_image_2";
  private static final String EDIT = "/v1/queue/gpt_image_2_edit";
  private static final String PICTURE = Samples.base64(Samples.png(64, 48));
  @TempDir static Path shared;
  @TempDir Path directory;
  @TempDir Path another;
  private static ApiServer server;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(shared);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auto",
        "1024x1024",
        "1536x1024",
        "1024x1536",
        "2048x2048",
        "3840x2160",
        "2880x2880",
        "1536x512",
        "3840x1280",
        "1024x640",
        "1024X1024"
      })
  void a_good_size_is_taken(String size) throws Exception {
    assertThat(generate("\"size\":\"" + size + "\"").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "1920x1080,multiples of 16",
    "1008x640,'at least 655,360 pixels'",
    "512x512,'at least 655,360 pixels'",
    "3856x1600,at most 3840",
    "2048x672,times the shortest",
    "3840x2176,'at most 8,294,400 pixels'",
    "1024+1024,WIDTHxHEIGHT",
    "1:1,WIDTHxHEIGHT",
    "1024,WIDTHxHEIGHT",
    "99999x99999,at most 3840"
  })
  void a_bad_size_is_refused_with_its_reason(String size, String reason) throws Exception {
    int before = server.jobs();

    Reply reply = generate("\"size\":\"" + size + "\"");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text("/detail")).startsWith("size: ").contains(reason);
    assertThat(server.jobs()).isEqualTo(before);
  }

  @Test
  void every_field_reaches_the_order_and_numbers_may_be_strings() throws Exception {
    Order order =
        ordered(
                generate(
                    "\"n\":\"2\",\"size\":\"1536x1024\",\"quality\":\"low\",\"output_format\":"
                        + "\"jpeg\",\"output_compression\":\"80\",\"moderation\":\"low\",\"user\":\"u-42\""))
            .order();

    assertThat(order.count()).isEqualTo(2);
    assertThat(order.output().size()).hasToString("1536x1024");
    assertThat(order.output().quality()).isEqualTo(Quality.LOW);
    assertThat(order.output().format()).isEqualTo(OutputFormat.JPEG);
    assertThat(order.output().compression()).isEqualTo(80);
    assertThat(order.moderation()).isEqualTo(ModerationLevel.LOW);
    assertThat(order.endUser()).contains("u-42");
  }

  @Test
  void unknown_fields_and_those_of_the_other_endpoint_do_no_harm() throws Exception {
    Reply reply =
        generate(
            "\"model\":\"x\",\"background\":7,\"images\":[],\"mask\":3,\"seed\":1,\"output_compression\":50");

    assertThat(reply.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"opaque", "auto", "transparent"})
  void a_background_is_never_transparent(String background) throws Exception {
    var request =
        ordered(edit("\"images\":\"%s\",\"background\":\"%s\"".formatted(PICTURE, background)));

    assertThat(request.order().output().background()).isEqualTo(Background.OPAQUE);
  }

  static Stream<String> imageForms() {
    String url = "data:image/png;base64," + PICTURE;
    String noise = Samples.base64(Samples.noise(160, 120));
    return Stream.of(
        "\"" + PICTURE + "\"",
        "\"" + url + "\"",
        "[\"" + PICTURE + "\"]",
        "[\"" + url + "\",\"" + PICTURE + "\"]",
        "{\"url\":\"" + url + "\"}",
        "[{\"image_url\":\"" + url + "\"},{\"b64_json\":\"" + PICTURE + "\"}]",
        "\"" + noise + "\"",
        "[{\"b64_json\":\"" + noise + "\"},\"data:image/png;base64," + noise + "\"]",
        "[" + String.join(",", Collections.nCopies(16, "\"" + PICTURE + "\"")) + "]");
  }

  @ParameterizedTest
  @MethodSource("imageForms")
  void pictures_come_in_many_forms(String images) throws Exception {
    var request = (ImageRequest.Edit) ordered(edit("\"images\":" + images));

    assertThat(request.images()).isNotEmpty().allMatch(image -> image.format() == OutputFormat.PNG);
  }

  @Test
  void pictures_and_masks_come_by_url() throws Exception {
    try (var images = new ImageHost(Samples.png(64, 48), Samples.mask(64, 48))) {
      var request =
          (ImageRequest.Edit)
              ordered(
                  edit(
                      "\"images\":[\"%s\"],\"mask\":[\"%s\"]"
                          .formatted(images.url("a.png"), images.url("mask.png"))));

      assertThat(request.images()).hasSize(1);
      assertThat(request.mask()).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"%s\"", "[\"%s\"]", "{\"b64_json\":\"%s\"}", "[{\"url\":\"data:;base64,%s\"}]"})
  void a_mask_comes_in_the_same_forms(String form) throws Exception {
    String mask = form.formatted(Samples.base64(Samples.mask(64, 48)));
    var request =
        (ImageRequest.Edit) ordered(edit("\"images\":\"" + PICTURE + "\",\"mask\":" + mask));

    assertThat(request.mask()).isPresent();
  }

  static Stream<String> badEdits() {
    String image = "\"images\":\"" + PICTURE + "\"";
    return Stream.of(
        "\"size\":\"auto\"",
        "\"images\":null",
        "\"images\":[]",
        "\"images\":[" + String.join(",", Collections.nCopies(17, "\"" + PICTURE + "\"")) + "]",
        "\"images\":7",
        "\"images\":[null]",
        "\"images\":[[\"" + PICTURE + "\"]]",
        "\"images\":{}",
        "\"images\":{\"url\":\"" + PICTURE + "\",\"b64_json\":\"" + PICTURE + "\"}",
        "\"images\":\"\"",
        "\"images\":\"not base64!\"",
        "\"images\":\"aGVsbG8=\"",
        "\"images\":\"data:image/png,x\"",
        "\"images\":\"file:///etc/passwd\"",
        "\"images\":\"http:///nohost\"",
        "\"images\":\"https://a b\"",
        "\"images\":\"http://127.0.0.1:1/a.png\"",
        "\"images\":\"" + "A".repeat(50_001) + "\"",
        image + ",\"mask\":[\"" + PICTURE + "\",\"" + PICTURE + "\"]",
        image + ",\"mask\":\"" + PICTURE + "\"",
        image + ",\"mask\":\"" + Samples.base64(Samples.mask(32, 32)) + "\"",
        image + ",\"background\":\"blue\"");
  }

  @ParameterizedTest
  @MethodSource("badEdits")
  void a_bad_edit_is_refused_and_makes_no_task(String fields) throws Exception {
    int before = server.jobs();

    Reply reply = edit(fields);

    assertThat(reply.status()).as(reply.body()).isEqualTo(422);
    assertThat(reply.text("/detail")).isNotEmpty();
    assertThat(server.jobs()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"n\":0",
        "\"n\":11",
        "\"n\":\"x\"",
        "\"n\":1.5",
        "\"n\":\"99999999999999999999\"",
        "\"quality\":\"hd\"",
        "\"output_format\":\"gif\"",
        "\"output_compression\":101",
        "\"moderation\":\"none\"",
        "\"size\":1024",
        "\"user\":[]",
        "\"prompt\":\"\"",
        "\"prompt\":7",
        "\"prompt\":null"
      })
  void a_bad_field_is_refused_by_name(String field) throws Exception {
    int before = server.jobs();

    Reply reply = generate(field);

    assertThat(reply.status()).as(reply.body()).isEqualTo(422);
    assertThat(reply.text("/detail")).startsWith(field.substring(1, field.indexOf('"', 1)) + ": ");
    assertThat(server.jobs()).isEqualTo(before);
  }

  @Test
  void a_prompt_has_at_most_32000_characters() throws Exception {
    assertThat(post("{\"prompt\":\"" + "é".repeat(32_000) + "\"}").status()).isEqualTo(200);
    assertThat(post("{\"prompt\":\"" + "é".repeat(32_001) + "\"}").status()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "7",
        "null",
        "{\"prompt\":\"x\"}x",
        "\"x\"",
        "{\"prompt\":\"\u0001\"}"
      })
  void a_body_that_is_no_json_object_is_refused(String body) throws Exception {
    Reply reply = post(body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("/detail")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook", "webhook_url", "callback_url", "fal_webhook"})
  void webhooks_are_refused_wherever_they_are_asked_for(String name) throws Exception {
    int before = server.jobs();
    String url = "https://example.org/hook";

    assertNoWebhook(generate("\"" + name + "\":\"" + url + "\""));
    assertNoWebhook(server.post(GENERATE + "?" + name + "=" + url, "{\"prompt\":\"fox\"}"));
    for (String header : List.of("X-Webhook-Url", "X-Fal-Webhook")) {
      assertNoWebhook(
          server.send(server.json(GENERATE, "{\"prompt\":\"fox\"}").header(header, url)));
    }
    assertThat(server.jobs()).isEqualTo(before);
  }

  @Test
  void streaming_and_waiting_are_refused_as_documented() throws Exception {
    Reply stream = server.get(GENERATE + "/requests/x/status/stream");
    assertThat(stream.status()).isEqualTo(400);
    assertThat(stream.body()).isEqualTo("{\"detail\":\"SSE streaming not supported\"}");

    Reply sync = server.post(GENERATE + "/sync", "{\"prompt\":\"fox\"}");
    assertThat(sync.status()).isEqualTo(404);
    assertThat(sync.body()).isEqualTo("{\"detail\":\"Not Found\"}");
  }

  @Test
  void an_unknown_endpoint_is_named() throws Exception {
    Reply reply = server.post("/model/v1/queue/not_exists", "{}");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).isEqualTo("{\"detail\":\"App not found: not_exists\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer wrong-key-wrong-key", "Basic eDp5", "Bearer"})
  void without_a_good_key(String authorization) throws Exception {
    var request =
        HttpRequest.newBuilder(server.uri(GENERATE))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"prompt\":\"fox\"}"));
    Reply reply =
        server.send(
            authorization.isEmpty() ? request : request.header("Authorization", authorization));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.body())
        .isEqualTo(
            "{\"error\":{\"code\":\"UNAUTHORIZED\",\"message\":\"Authorization Bearer or Key token is"
                + " required\"},\"request_id\":\"%s\"}"
                    .formatted(reply.header("x-request-id").orElseThrow()));
  }

  @Test
  void other_methods_and_types_are_refused_in_shape() throws Exception {
    assertThat(server.get(GENERATE).status()).isEqualTo(405);
    assertThat(server.get(GENERATE).body()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
    Reply text = server.send(server.json(GENERATE, "{}").setHeader("Content-Type", "text/plain"));
    assertThat(text.status()).isEqualTo(415);
  }

  @Test
  void moderated_prompts_make_no_task() throws Exception {
    var moderation =
        Moderation.of(new ModerationSettings(List.of(new Rule("violence", List.of("gore")))));
    try (var strict = ApiServer.start(directory, setup -> setup.with(moderation))) {
      Reply reply = strict.post(GENERATE, "{\"prompt\":\"much gore\"}");

      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.text("/detail")).contains("violence").doesNotContain("gore");
      assertThat(strict.jobs()).isZero();
    }
  }

  @Test
  void without_money_over_a_limit_or_with_a_full_queue() throws Exception {
    var limits = new LimitSettings(new Allowance(0, 1, 0), Allowance.UNLIMITED);
    try (var poor = ApiServer.start(directory, setup -> setup.with(limits))) {
      assertThat(poor.post(GENERATE, "{\"prompt\":\"fox\"}").status()).isEqualTo(200);
      Reply limited = poor.post(GENERATE, "{\"prompt\":\"fox\"}");
      assertThat(limited.status()).isEqualTo(429);
      assertThat(limited.text("/error/code")).isEqualTo("RATE_LIMIT_EXCEEDED");
      assertThat(limited.header("retry-after").orElseThrow()).matches("[1-9][0-9]*");

      poor.clock.advance(Duration.ofMinutes(5));
      poor.budget(1);
      Reply broke = poor.post(GENERATE, "{\"prompt\":\"fox\"}");
      assertThat(broke.status()).isEqualTo(402);
      assertThat(broke.body())
          .isEqualTo(
              "{\"status\":{\"code\":402,\"message\":\"Insufficient credits\",\"error_code\":40201},\"data\":null}");
    }
  }

  @Test
  void without_an_account_or_with_a_full_disk() throws Exception {
    try (var none = ApiServer.start(directory, setup -> setup.withModels("another"))) {
      Reply reply = none.post(GENERATE, "{\"prompt\":\"fox\"}");
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.body()).isEqualTo("{\"detail\":\"Model not allowed for this user\"}");
    }
    try (var full = ApiServer.start(another, Setup::withDiskFull)) {
      Reply reply = full.post(GENERATE, "{\"prompt\":\"fox\"}");
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.header("retry-after")).isPresent();
    }
  }

  private static void assertNoWebhook(Reply reply) {
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).isEqualTo("{\"detail\":\"webhook not supported\"}");
  }

  /** What the upstream was asked for in the end. */
  private static ImageRequest ordered(Reply created) {
    assertThat(created.status()).as(created.body()).isEqualTo(200);
    String job = created.header("x-atelier-job").orElseThrow();
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                server.provider.calls().stream()
                    .filter(call -> call.job().toString().equals(job))
                    .findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow()
        .request();
  }

  private static Reply generate(String fields) throws Exception {
    return post("{\"prompt\":\"A red fox\"," + fields + "}");
  }

  private static Reply edit(String fields) throws Exception {
    return server.post(EDIT, "{\"prompt\":\"A red fox\"," + fields + "}");
  }

  private static Reply post(String json) throws Exception {
    return server.post(GENERATE, json);
  }
}

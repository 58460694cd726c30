package dev.atelier.api.apimart;

import static dev.atelier.api.apimart.Client.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.ImageHost;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.api.Setup;
import dev.atelier.image.Background;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
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
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a submission takes and refuses. */
@Timeout(120)
class RequestsTest {
  private static final String INVALID = "invalid_request_error";
  private static final String PICTURE = Samples.base64(Samples.png(64, 48));
  private static final String URL = "data:image/png;base64," + PICTURE;
  private static final String FOX = "{\"prompt\":\"fox\"}";
  @TempDir static Path shared;
  @TempDir Path directory;
  @TempDir Path another;
  private static ApiServer server;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(shared);
    client = new Client(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"response_format\":\"b64_json\"",
        "\"quality\":\"hd\",\"style\":7,\"nsfw_check\":true,\"background\":\"blue\"",
        "\"output_format\":\"gif\",\"output_compression\":-1,\"moderation\":3,\"mask_url\":5",
        "\"official_fallback\":true",
        "\"official_fallback\":null",
        "\"image_urls\":null",
        "\"image_urls\":[]",
        "\"webhook\":null"
      })
  void what_is_unknown_or_of_the_official_model_only_is_ignored(String fields) throws Exception {
    var order = client.ordered(client.submit(fields)).order();

    assertThat(order.output().format()).isEqualTo(OutputFormat.PNG);
    assertThat(order.output().quality()).isEqualTo(Quality.MEDIUM);
    assertThat(order.count()).isEqualTo(1);
  }

  @Test
  void asked_for_base64_the_answer_is_a_link_all_the_same() throws Exception {
    String id = Client.id(client.submit("\"response_format\":\"b64_json\""));

    assertThat(client.ended(id).text("/data/result/images/0/url/0")).startsWith("http://");
  }

  @Test
  void the_official_model_has_its_settings() throws Exception {
    Reply submitted =
        client.official(
            "\"n\":4,\"quality\":\"low\",\"background\":\"transparent\",\"moderation\":\"low\","
                + "\"output_format\":\"webp\",\"output_compression\":70,\"official_fallback\":\"x\","
                + "\"size\":\"3:1\",\"resolution\":\"4k\"");
    var order = client.ordered(submitted).order();

    assertThat(order.count()).isEqualTo(4);
    assertThat(order.output().quality()).isEqualTo(Quality.LOW);
    assertThat(order.output().background()).isEqualTo(Background.OPAQUE);
    assertThat(order.output().format()).isEqualTo(OutputFormat.WEBP);
    assertThat(order.output().compression()).isEqualTo(70);
    assertThat(order.output().size()).hasToString("3840x1280");
    assertThat(order.moderation()).isEqualTo(ModerationLevel.LOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"n\":2",
        "\"n\":\"2\"",
        "\"n\":0",
        "\"n\":1.5",
        "\"prompt\":\"\"",
        "\"prompt\":null",
        "\"prompt\":[]",
        "\"size\":7",
        "\"official_fallback\":\"perhaps\"",
        "\"model\":7",
        "\"webhook\":\"https://example.org\""
      })
  void a_bad_field_is_refused_by_name(String field) throws Exception {
    int before = server.jobs();

    Reply reply = client.submit(field);

    assertError(reply, 400, INVALID);
    String name = field.substring(1, field.indexOf('"', 1));
    assertThat(reply.text("/error/param")).isEqualTo(name);
    assertThat(reply.json().at("/error/code").intValue()).isEqualTo(400);
    assertThat(server.jobs()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"n\":5",
        "\"n\":\"5\"",
        "\"quality\":\"hd\"",
        "\"background\":\"blue\"",
        "\"moderation\":\"none\"",
        "\"output_format\":\"gif\"",
        "\"output_compression\":101"
      })
  void the_official_model_checks_its_settings(String field) throws Exception {
    int before = server.jobs();

    assertError(client.official(field), 400, INVALID);
    assertThat(server.jobs()).isEqualTo(before);
  }

  @Test
  void a_mask_needs_a_reference() throws Exception {
    String mask = "\"mask_url\":\"" + Samples.dataUrl(Samples.mask(64, 48)) + "\"";

    assertError(client.official(mask), 400, INVALID);
    var request =
        (ImageRequest.Edit)
            client.ordered(client.official(mask + ",\"image_urls\":[\"" + URL + "\"]"));
    assertThat(request.mask()).isPresent();
    assertThat(
            ((ImageRequest.Edit)
                    client.ordered(client.submit(mask + ",\"image_urls\":[\"" + URL + "\"]")))
                .mask())
        .isEmpty();
  }

  @Test
  void sixteen_mixed_references_pass() throws Exception {
    try (var host = new ImageHost(Samples.png(32, 32), Samples.mask(32, 32))) {
      var refs =
          Stream.concat(
                  Stream.of(
                      "\"" + host.url("a.png") + "\"",
                      "{\"url\":\"" + host.url("b.png") + "\"}",
                      "\"" + URL + "\"",
                      "\"" + Samples.dataUrl(Samples.noise(160, 120)) + "\"",
                      "\"" + Samples.base64(Samples.noise(120, 160)) + "\""),
                  Collections.nCopies(11, "\"" + PICTURE + "\"").stream())
              .toList();
      var request =
          (ImageRequest.Edit)
              client.ordered(client.submit("\"image_urls\":[" + String.join(",", refs) + "]"));

      assertThat(request.images()).hasSize(16);
      assertError(
          client.submit("\"image_urls\":[" + String.join(",", refs) + ",\"" + URL + "\"]"),
          400,
          INVALID);
    }
  }

  static Stream<String> badReferences() {
    return Stream.of(
        "7",
        "[null]",
        "[7]",
        "{}",
        "[[]]",
        "[\"\"]",
        "[\"nonsense!\"]",
        "[\"aGVsbG8=\"]",
        "[\"ftp://example.org/a.png\"]",
        "[\"http://127.0.0.1:1/a.png\"]",
        "[\"data:image/png;base64,\"]",
        "[\"" + "A".repeat(50_001) + "\"]",
        "[" + String.join(",", Collections.nCopies(100, "\"" + URL + "\"")) + "]");
  }

  @ParameterizedTest
  @MethodSource("badReferences")
  void a_bad_reference_is_refused(String references) throws Exception {
    int before = server.jobs();

    assertError(client.submit("\"image_urls\":" + references), 400, INVALID);
    assertThat(server.jobs()).isEqualTo(before);
    assertThat(server.stagedFiles()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-image-1", "gpt-image", "gpt-image-2.5-flare"})
  void another_model_is_not_found(String model) throws Exception {
    assertError(
        client.post("{\"model\":\"%s\",\"prompt\":\"fox\"}".formatted(model)), 404, INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-image-2", "gpt-image-2-ext"})
  void a_model_has_its_names_and_may_be_left_out(String model) throws Exception {
    assertThat(client.post("{\"model\":\"%s\",\"prompt\":\"猫\"}".formatted(model)).status())
        .isEqualTo(200);
    assertThat(client.post(FOX).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "7", "null", "\"x\"", "{\"prompt\":\"x\"}x"})
  void a_body_that_is_no_json_object_is_refused(String body) throws Exception {
    assertError(client.post(body), 400, INVALID);
  }

  @Test
  void a_long_prompt_is_refused() throws Exception {
    assertThat(client.post("{\"prompt\":\"" + "猫".repeat(32_000) + "\"}").status()).isEqualTo(200);
    assertError(client.post("{\"prompt\":\"" + "猫".repeat(32_001) + "\"}"), 400, INVALID);
  }

  @Test
  void a_moderated_prompt_makes_no_task() throws Exception {
    var moderation =
        Moderation.of(new ModerationSettings(List.of(new Rule("violence", List.of("gore")))));
    try (var strict = ApiServer.start(directory, setup -> setup.with(moderation))) {
      Reply reply = strict.post(Client.SUBMIT, "{\"prompt\":\"much gore\"}");

      assertError(reply, 400, INVALID);
      assertThat(reply.text("/error/code")).isEqualTo("content_policy_violation");
      assertThat(reply.body()).doesNotContain("gore");
      assertThat(strict.jobs()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer wrong-key-wrong-key", "Basic eDp5"})
  void without_a_good_key(String authorization) throws Exception {
    var request =
        HttpRequest.newBuilder(server.uri(Client.SUBMIT))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(FOX));
    Reply reply =
        server.send(
            authorization.isEmpty() ? request : request.header("Authorization", authorization));

    assertError(reply, 401, "authentication_error");
    assertThat(reply.body()).doesNotContain("wrong-key-wrong-key");
  }

  @Test
  void with_a_key_that_may_only_read() throws Exception {
    String reader = server.key(TenantId.DEFAULT, Set.of(Scope.READ));

    assertError(
        server.send(server.json(Client.SUBMIT, FOX).setHeader("Authorization", "Bearer " + reader)),
        403,
        "permission_error");
  }

  @Test
  void without_money_or_over_a_limit() throws Exception {
    var limits = new LimitSettings(new Allowance(0, 1, 0), Allowance.UNLIMITED);
    try (var poor = ApiServer.start(directory, setup -> setup.with(limits))) {
      assertThat(poor.post(Client.SUBMIT, FOX).status()).isEqualTo(200);
      Reply limited = poor.post(Client.SUBMIT, FOX);
      assertError(limited, 429, "rate_limit_error");
      assertThat(limited.header("retry-after").orElseThrow()).matches("[1-9][0-9]*");

      poor.clock.advance(Duration.ofMinutes(5));
      poor.budget(1);
      assertError(poor.post(Client.SUBMIT, FOX), 402, "payment_required");
    }
  }

  @Test
  void without_an_account_or_with_a_full_disk() throws Exception {
    try (var none = ApiServer.start(directory, setup -> setup.withModels("another"))) {
      assertError(none.post(Client.SUBMIT, FOX), 403, "permission_error");
    }
    try (var full = ApiServer.start(another, Setup::withDiskFull)) {
      Reply reply = full.post(Client.SUBMIT, FOX);
      assertError(reply, 503, "server_error");
      assertThat(reply.header("retry-after")).isPresent();
    }
  }

  @Test
  void other_paths_methods_and_types_are_refused_in_shape() throws Exception {
    assertError(server.get("/apimart/v1/nothing"), 404, INVALID);
    assertError(server.get(Client.SUBMIT), 405, INVALID);
    assertError(
        server.send(server.json(Client.SUBMIT, FOX).setHeader("Content-Type", "text/plain")),
        415,
        INVALID);
    assertError(
        server.send(
            server
                .json(Client.TASKS + "batch", "{\"task_ids\":[\"x\"]}")
                .setHeader("Content-Type", "text/plain")),
        415,
        INVALID);
  }
}

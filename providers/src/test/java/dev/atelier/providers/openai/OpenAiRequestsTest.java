package dev.atelier.providers.openai;

import static dev.atelier.providers.upstream.UpstreamCalls.KEY;
import static dev.atelier.providers.upstream.UpstreamCalls.input;
import static dev.atelier.providers.upstream.UpstreamCalls.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.atelier.image.Background;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Order;
import dev.atelier.image.OutputFormat;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.Call;
import dev.atelier.providers.openai.FakeOpenAi.OrderReceived;
import dev.atelier.providers.openai.FakeOpenAi.Part;
import dev.atelier.providers.upstream.UpstreamCalls;
import dev.atelier.testkit.ScriptedHttp.Received;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What leaves for OpenAI, and for each of its compatibles. */
class OpenAiRequestsTest {
  private final OpenAiWorld world = new OpenAiWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_plain_order_says_what_differs_from_the_defaults() throws InterruptedException {
    assertThat(world.attempt(world.generation(2))).isEqualTo(Succeeded.ALL);

    assertThat(ordered().fields().toString())
        .isEqualTo(
            "{\"model\":\"gpt-image-2\",\"prompt\":\"a red \\\"fox\\\"\\nin snow\",\"n\":2,"
                + "\"size\":\"1024x1536\",\"quality\":\"medium\",\"output_format\":\"png\"}");
    Received sent = world.openAi.received().getFirst();
    assertThat(sent.method() + " " + sent.target()).isEqualTo("POST /v1/images/generations");
    assertThat(sent.header("authorization")).isEqualTo("Bearer " + KEY);
    assertThat(sent.header("content-type")).isEqualTo("application/json");
    assertThat(sent.header("accept")).isEqualTo("application/json");
    assertThat(sent.header("idempotency-key")).isEqualTo(UpstreamCalls.ATTEMPT.toString());
  }

  @Test
  void an_order_of_many_wishes_says_all_of_them() throws InterruptedException {
    attempt(world.account(), wishes());

    assertThat(ordered().fields().toString())
        .isEqualTo(
            "{\"model\":\"gpt-image-2\",\"prompt\":\"a red \\\"fox\\\"\\nin snow\",\"n\":1,"
                + "\"size\":\"1024x1024\",\"quality\":\"medium\",\"output_format\":\"webp\","
                + "\"output_compression\":60,\"background\":\"transparent\",\"moderation\":\"low\","
                + "\"safety_identifier\":\"user-17\",\"stream\":true,\"partial_images\":2}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          openai    | /v1/images/generations | authorization | user response_format                                                                | safety_identifier stream
          azure     | /openai/deployments/gpt-image-2/images/generations?api-version=2025-04-01-preview | api-key | model safety_identifier       | user stream
          sub2api   | /v1/images/generations | authorization | safety_identifier                                                                   | user stream response_format
          localai   | /v1/images/generations | authorization | safety_identifier output_format output_compression background moderation user quality stream partial_images | response_format
          sd-server | /v1/images/generations | authorization | safety_identifier background moderation user quality stream partial_images          | output_format output_compression
          vllm-omni | /v1/images/generations | authorization | safety_identifier output_format output_compression background moderation quality stream partial_images | response_format user
          sglang    | /v1/images/generations | authorization | safety_identifier moderation user stream partial_images                             | response_format output_format background quality
          """)
  void each_preset_leaves_out_what_its_server_refuses(
      String preset, String target, String header, String without, String with)
      throws InterruptedException {
    attempt(world.preset(preset), wishes());

    Received sent = world.openAi.received().getFirst();
    assertThat(sent.target()).isEqualTo(target);
    assertThat(sent.header(header)).endsWith(KEY);
    Set<String> fields = new TreeSet<>(ordered().fields().propertyNames());
    assertThat(fields)
        .contains(with.split(" "))
        .doesNotContain(without.split(" "))
        .contains("prompt", "n");
  }

  @Test
  void an_edit_is_a_form_with_its_files() throws InterruptedException {
    var call = world.edit(world.account(), Optional.of(input("a mask")), input("first"));

    assertThat(world.attempt(call)).isEqualTo(Succeeded.ALL);

    assertThat(world.openAi.received().getFirst().path()).isEqualTo("/v1/images/edits");
    assertThat(ordered().fields().toString())
        .isEqualTo(
            "{\"model\":\"gpt-image-2\",\"prompt\":\"a red \\\"fox\\\"\\nin snow\",\"n\":\"1\","
                + "\"size\":\"1024x1536\",\"quality\":\"medium\",\"output_format\":\"png\"}");
    assertThat(ordered().files())
        .extracting(Part::name, Part::fileName, Part::type, OpenAiRequestsTest::text)
        .containsExactly(
            tuple("image", "image-0.png", "image/png", "first"),
            tuple("mask", "mask.png", "image/png", "a mask"));
  }

  @Test
  void several_images_have_the_name_that_the_server_knows() throws InterruptedException {
    world.attempt(world.edit(world.account(), Optional.empty(), input("1"), input("2")));
    world.attempt(world.edit(world.preset("localai"), Optional.empty(), input("1"), input("2")));

    assertThat(world.openAi.orders().get(0).files())
        .extracting(Part::name)
        .containsExactly("image[]", "image[]");
    assertThat(world.openAi.orders().get(1).files())
        .extracting(Part::name)
        .containsExactly("image", "image");
  }

  @Test
  void an_edit_may_be_json_with_data_urls() throws InterruptedException {
    var account = world.preset("openai", "edits", "json");

    world.attempt(world.edit(account, Optional.of(input("mask")), input("first"), input("second")));

    assertThat(world.openAi.received().getFirst().header("content-type"))
        .isEqualTo("application/json");
    assertThat(ordered().fields().path("images").toString())
        .isEqualTo(
            "[{\"image_url\":\"data:image/png;base64,Zmlyc3Q=\"},"
                + "{\"image_url\":\"data:image/png;base64,c2Vjb25k\"}]");
    assertThat(ordered().fields().path("mask").toString())
        .isEqualTo("{\"image_url\":\"data:image/png;base64,bWFzaw==\"}");
  }

  @Test
  void the_accounts_own_options_win_over_its_preset() throws InterruptedException {
    var account =
        world.preset(
            "localai",
            "omit",
            "moderation, background",
            "response-format",
            "url",
            "auth",
            "x-api-key",
            "user-field",
            "safety_identifier",
            "stream",
            "true");

    attempt(account, wishes());

    assertThat(ordered().fields().propertyNames())
        .contains("quality", "safety_identifier", "stream")
        .doesNotContain("moderation", "background");
    assertThat(ordered().text("response_format", "")).isEqualTo("url");
    Received sent = world.openAi.received().getFirst();
    assertThat(sent.header("x-api-key")).isEqualTo(KEY);
    assertThat(sent.header("authorization")).isEmpty();
  }

  @Test
  void a_server_that_wants_no_key_is_shown_none() throws InterruptedException {
    world.attempt(
        UpstreamCalls.generation(world.preset("openai", "auth", "none"), order(1, 1024, 1024)));

    Received sent = world.openAi.received().getFirst();
    assertThat(sent.headers().values()).noneMatch(value -> value.contains(KEY));
  }

  @Test
  void a_model_goes_by_the_upstreams_name() throws InterruptedException {
    var named =
        UpstreamCalls.account(
            "openai", world.openAi.base(), Map.of("gpt-image-2", "gpt image/2"), KEY, Map.of());
    var deployed =
        UpstreamCalls.account(
            "openai",
            world.openAi.azureBase(),
            Map.of("gpt-image-2", "my gpt/2"),
            KEY,
            Map.of("preset", "azure"));

    attempt(named, order(1, 1024, 1024));
    attempt(deployed, order(1, 1024, 1024));

    assertThat(world.openAi.orders().getFirst().text("model", "")).isEqualTo("gpt image/2");
    assertThat(world.openAi.received().getLast().path())
        .isEqualTo("/openai/deployments/my%20gpt%2F2/images/generations");
  }

  @Test
  void previews_are_asked_for_where_they_belong_to_one_image() throws InterruptedException {
    attempt(world.account(), order(2, 1024, 1024).withPartials(2));

    assertThat(ordered().fields().propertyNames()).doesNotContain("stream", "partial_images");
    assertThat(world.provider.capabilities().imagesPerCall(2)).isEqualTo(1);
  }

  @Test
  void the_check_asks_for_the_models() throws InterruptedException {
    assertThat(world.provider.check(world.account()).works()).isTrue();
    assertThat(world.provider.check(world.preset("azure")).works()).isTrue();

    assertThat(world.openAi.received())
        .extracting(Received::target)
        .containsExactly("/v1/models", "/openai/models?api-version=2025-04-01-preview");
  }

  @Test
  void options_that_it_does_not_have_are_named() {
    assertThat(world.provider.problem(world.preset("openai"))).isEmpty();
    assertThat(world.provider.problem(world.preset("nobody")).orElseThrow())
        .isEqualTo(
            "there is no preset nobody; there are openai, azure, sub2api, localai, sd-server,"
                + " vllm-omni, sglang");
    assertThat(world.provider.problem(world.preset("openai", "edits", "xml")))
        .contains("option edits must be one of json, multipart, not xml");
    assertThat(world.provider.problem(world.preset("openai", "colour", "red")).orElseThrow())
        .startsWith("the provider openai has no option colour; it has api-version, auth,");
  }

  private void attempt(Account account, Order order) throws InterruptedException {
    Call call = UpstreamCalls.generation(account, order);
    assertThat(world.attempt(call)).isEqualTo(Succeeded.ALL);
  }

  private OrderReceived ordered() {
    return world.openAi.orders().getFirst();
  }

  private static Order wishes() {
    Order plain = order(1, 1024, 1024);
    return new Order(
        plain.model(),
        plain.prompt(),
        1,
        plain.output().withFormat(OutputFormat.WEBP, 60).withBackground(Background.TRANSPARENT),
        2,
        ModerationLevel.LOW,
        Optional.of("user-17"),
        OptionalLong.empty());
  }

  private static String text(Part part) {
    return new String(part.content(), UTF_8);
  }
}

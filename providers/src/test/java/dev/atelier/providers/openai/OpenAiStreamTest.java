package dev.atelier.providers.openai;

import static dev.atelier.providers.openai.FakeOpenAi.errorBody;
import static dev.atelier.providers.upstream.CallPhase.SUBMIT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.Blocked.Stage;
import dev.atelier.image.Usage;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Refused;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.providers.upstream.Fault;
import dev.atelier.providers.upstream.UpstreamCalls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back event by event. */
class OpenAiStreamTest {
  private static final String PREVIEW =
      """
      event: image_generation.partial_image
      data: {"type":"image_generation.partial_image","b64_json":"cHJldmlldw==","partial_image_index":0}

      """;
  private static final String IMAGE =
      """
      event: image_generation.completed
      data: {"type":"image_generation.completed","b64_json":"aW1hZ2U=","usage":{"input_tokens":9,"output_tokens":7}}

      """;

  private final OpenAiWorld world = new OpenAiWorld();

  @AfterEach
  void close() {
    assertThat(world.results.open()).isZero();
    world.close();
  }

  @Test
  void previews_come_in_order_and_the_image_last() throws InterruptedException {
    assertThat(world.attempt(world.streamed(3))).isEqualTo(Succeeded.ALL);

    assertThat(world.results.events())
        .containsExactly("sending", "preview 0/0", "preview 0/1", "preview 0/2", "image 0");
    assertThat(world.results.texts()).isEqualTo(Map.of(0, "image 1-0"));
    assertThat(world.results.previews().get("0/2"))
        .asString(UTF_8)
        .isEqualTo("image 1-0-preview-2");
    assertThat(world.results.told(0).usage()).contains(new Usage(10, 0, 2056));
    assertThat(world.openAi.received().getFirst().header("accept")).isEqualTo("text/event-stream");
  }

  @Test
  void a_preview_is_passed_on_before_the_rest_has_come() throws InterruptedException {
    var released = new CountDownLatch(1);
    world.openAi.on(SUBMIT, Fault.heldAfterFirst(released));
    world.results.onPreview(released::countDown);

    assertThat(world.attempt(world.streamed(2))).isEqualTo(Succeeded.ALL);
  }

  @Test
  void an_edit_is_streamed_under_names_of_its_own() throws InterruptedException {
    var call =
        UpstreamCalls.edit(
            world.account(),
            UpstreamCalls.order(1, 1024, 1024).withPartials(1),
            List.of(UpstreamCalls.input("a picture")),
            Optional.empty());

    assertThat(world.attempt(call)).isEqualTo(Succeeded.ALL);

    assertThat(world.results.events()).containsExactly("sending", "preview 0/0", "image 0");
    assertThat(world.results.told(0).usage()).contains(new Usage(10, 1000, 1856));
  }

  @Test
  void what_differs_is_told() throws InterruptedException {
    world.openAi.admits("quality", "low");

    world.attempt(world.streamed(1));

    assertThat(world.results.told(0).differences())
        .containsExactly("quality low where medium was ordered");
  }

  @Test
  void events_that_come_twice_make_no_second_image() throws InterruptedException {
    world.openAi.on(SUBMIT, Fault.doubled());

    assertThat(world.attempt(world.streamed(1))).isEqualTo(Succeeded.ALL);

    assertThat(world.results.texts()).isEqualTo(Map.of(0, "image 1-0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ": keepalive\n\n",
        "event: keepalive\ndata: {\"type\":\"keepalive\"}\n\n",
        "data: [DONE]\n\n",
        "event: image_generation.started\ndata: {}\n\n",
        "data: {\"type\":\"image_generation.partial_image\",\"b64_json\":null}\n\n"
      })
  void what_says_nothing_is_passed_over(String event) throws InterruptedException {
    assertThat(streamed(event + PREVIEW + event + IMAGE + event)).isEqualTo(Succeeded.ALL);

    assertThat(world.results.events()).containsExactly("sending", "preview 0/0", "image 0");
    assertThat(world.results.texts()).isEqualTo(Map.of(0, "image"));
  }

  @Test
  void events_may_have_no_names() throws InterruptedException {
    assertThat(streamed("data: {\"b64_json\":\"aW1hZ2U=\"}\r\n\r\n")).isEqualTo(Succeeded.ALL);

    assertThat(world.results.texts()).isEqualTo(Map.of(0, "image"));
  }

  @Test
  void a_preview_without_a_name_is_no_image() throws InterruptedException {
    String unnamed = PREVIEW.replaceFirst("event: .*\n", "");

    assertThat(streamed(unnamed + IMAGE)).isEqualTo(Succeeded.ALL);

    assertThat(world.results.texts()).isEqualTo(Map.of(0, "image"));
  }

  @Test
  void a_stream_without_its_image_may_have_been_charged() throws InterruptedException {
    world.openAi.on(SUBMIT, Fault.withoutEnd());

    assertThat(world.attempt(world.streamed(2)))
        .isEqualTo(new Unknown("no-end, the stream ended without its image"));

    assertThat(world.results.events()).containsExactly("sending", "preview 0/0", "preview 0/1");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 60, 120, 300})
  void a_stream_that_breaks_off_may_have_been_charged(int bytes) throws InterruptedException {
    world.openAi.on(SUBMIT, Fault.resetAt(bytes), Fault.cutAt(bytes));

    assertThat(world.attempt(world.streamed(1))).isEqualTo(new Unknown("cut"));
    assertThat(world.attempt(world.streamed(1))).isEqualTo(new Unknown("cut"));
    assertThat(world.results.images()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"b64_json\":\"%%%%\"}\n\n",
        "data: {\"b64_json\":\n\n",
        "event: image_generation.completed\ndata: <html>\n\n"
      })
  void a_stream_that_makes_no_sense_may_have_been_charged(String event)
      throws InterruptedException {
    assertThat(streamed(event)).isInstanceOf(Unknown.class);
    assertThat(world.results.images()).isEmpty();
  }

  @Test
  void a_refusal_in_the_stream_is_one_of_what_was_made() throws InterruptedException {
    assertThat(
            streamed(
                PREVIEW
                    + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"image_generation_user_error\","
                    + "\"code\":\"moderation_blocked\",\"message\":\"Rejected.\"}}\n\n"))
        .isInstanceOfSatisfying(
            Refused.class, it -> assertThat(it.blocked()).contains(Stage.OUTPUT));
  }

  @Test
  void an_error_before_any_preview_made_nothing_and_after_one_may_have()
      throws InterruptedException {
    String error =
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"code\":\"server_error\",\"message\":\"Oh.\"}}\n\n";

    assertThat(streamed(error)).isInstanceOf(AttemptOutcome.NotSent.class);
    assertThat(streamed(PREVIEW + error))
        .isEqualTo(new Unknown("after a preview: error, server_error: Oh."));
  }

  @Test
  void an_error_may_be_flat_or_under_another_name() throws InterruptedException {
    assertThat(
            streamed(
                "event: error\ndata: {\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"Slow.\"}\n\n"))
        .isInstanceOf(Throttled.class);
    assertThat(
            streamed(
                "data: {\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"Slow.\"}}\n\n"))
        .isInstanceOf(Throttled.class);
  }

  @Test
  void no_error_is_no_error() throws InterruptedException {
    assertThat(streamed(IMAGE.replace("{\"type\"", "{\"error\":null,\"type\"")))
        .isEqualTo(Succeeded.ALL);
  }

  @Test
  void a_server_may_answer_in_one_piece_after_all() throws InterruptedException {
    world.openAi.on(
        SUBMIT,
        Fault.json(200, "{\"data\":[{\"b64_json\":\"aW1hZ2U=\"}]}"),
        Fault.json(429, errorBody("requests", "rate_limit_exceeded", "Slow.")));

    assertThat(world.attempt(world.streamed(1))).isEqualTo(Succeeded.ALL);
    assertThat(world.attempt(world.streamed(1))).isInstanceOf(Throttled.class);
  }

  @Test
  void an_endless_stream_ends_by_the_calls_own_time() throws InterruptedException {
    world.openAi.on(SUBMIT, Fault.endless(":\n\n"));
    assertThat(world.provider.check(world.account()).works()).isTrue(); // connects

    var call = UpstreamCalls.within(Duration.ofSeconds(1), world.streamed(1));

    assertThat(world.attempt(call)).isEqualTo(new Unknown("total-timeout"));
  }

  @Test
  void an_interrupt_ends_a_stream_after_a_preview() {
    world.openAi.on(SUBMIT, Fault.heldAfterFirst(new CountDownLatch(1)));
    world.results.onPreview(() -> Thread.currentThread().interrupt());

    var ended = OpenAiWorld.run(() -> world.attempt(world.streamed(2)));

    assertThatThrownBy(ended::join).hasCauseInstanceOf(InterruptedException.class);
    assertThat(world.results.events()).containsExactly("sending", "preview 0/0");
  }

  private AttemptOutcome streamed(String events) throws InterruptedException {
    world.openAi.on(
        SUBMIT,
        (_, reply) -> reply.bytes(200, "text/event-stream; charset=utf-8", events.getBytes(UTF_8)));
    return world.attempt(world.streamed(1));
  }
}

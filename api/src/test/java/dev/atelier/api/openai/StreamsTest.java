package dev.atelier.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.http.wire.SseWriter;
import dev.atelier.image.Blocked;
import dev.atelier.image.ImageSize;
import dev.atelier.image.KeyId;
import dev.atelier.image.Order;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.Results;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Event streams. */
@Timeout(120)
class StreamsTest {
  private static final String PARTIAL = "image_generation.partial_image";
  private static final String COMPLETED = "image_generation.completed";
  @TempDir static Path directory;
  private static LocalServer server;

  @BeforeAll
  static void start() throws Exception {
    server = LocalServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_stream_without_previews_is_one_completed_event() throws Exception {
    Answer answer = server.generate(fox(""));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("content-type")).hasValue("text/event-stream; charset=utf-8");
    assertThat(answer.header("cache-control")).hasValue("no-store");
    assertThat(answer.header("x-request-id")).isPresent();
    assertThat(answer.header("openai-version")).hasValue("2020-10-01");
    assertThat(answer.header("x-atelier-job")).isPresent();
    assertThat(answer.body()).endsWith("\n\n").doesNotContain("[DONE]").doesNotContain("\r");
    assertThat(names(answer)).containsExactly(COMPLETED);
    JsonNode event = answer.events().getFirst().data();
    assertThat(event.propertyNames())
        .containsExactly(
            "type",
            "b64_json",
            "created_at",
            "size",
            "quality",
            "background",
            "output_format",
            "usage");
    assertThat(event.path("size").stringValue()).isEqualTo("1024x640");
    assertThat(event.path("quality").stringValue()).isEqualTo("low");
    assertThat(event.path("background").stringValue()).isEqualTo("opaque");
    assertThat(event.path("usage").path("output_tokens").intValue()).isEqualTo(107);
    assertThat(event.path("usage").has("output_tokens_details")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void as_many_previews_as_were_ordered_come_first(int previews) throws Exception {
    server.provider.answers((provider, call, results) -> {
      for (int order = 0; order < previews; order++) {
        preview(provider, results, 0, order);
      }
      return FakeProvider.Answer.SUCCESS.give(provider, call, results);
    });

    Answer answer = server.generate(fox(",\"partial_images\":" + previews));

    List<Answer.Event> events = answer.events();
    assertThat(events).hasSize(previews + 1);
    for (int i = 0; i < previews; i++) {
      assertThat(events.get(i).name()).isEqualTo(PARTIAL);
      assertThat(events.get(i).data().path("partial_image_index").intValue()).isEqualTo(i);
      assertThat(events.get(i).data().path("output_format").stringValue()).isEqualTo("png");
      ImagesSchema.assertValid("ImageGenPartialImageEvent", events.get(i).data().toString());
    }
    JsonNode completed = events.getLast().data();
    ImagesSchema.assertValid("ImageGenCompletedEvent", completed.toString());
    assertThat(completed.path("usage").path("output_tokens").intValue())
        .isEqualTo(107 + 100 * previews);
  }

  @Test
  void previews_that_nobody_ordered_are_kept_back() throws Exception {
    server.provider.answers((provider, call, results) -> {
      preview(provider, results, 0, 0);
      preview(provider, results, 0, 1);
      return FakeProvider.Answer.SUCCESS.give(provider, call, results);
    });

    assertThat(names(server.generate(fox(",\"partial_images\":1"))))
        .containsExactly(PARTIAL, COMPLETED);
  }

  @Test
  void pictures_made_side_by_side_are_told_one_after_another() throws Exception {
    server.provider.answers((provider, call, results) -> {
      preview(provider, results, 1, 0);
      preview(provider, results, 0, 0);
      preview(provider, results, 1, 1);
      provider.deliver(call, 0, results);
      preview(provider, results, 1, 2);
      provider.deliver(call, 1, results);
      return AttemptOutcome.Succeeded.ALL;
    });

    Answer answer = server.generate(fox(",\"n\":2,\"partial_images\":3"));

    assertThat(names(answer))
        .containsExactly(PARTIAL, PARTIAL, PARTIAL, COMPLETED, PARTIAL, COMPLETED);
    assertThat(answer.events().stream().map(event -> index(event.data())))
        .containsExactly(0, 1, 2, -1, 0, -1);
    assertThat(
            answer.events().stream()
                .filter(event -> event.name().equals(COMPLETED))
                .map(event -> event.data().path("usage").path("output_tokens").intValue()))
        .containsExactly(407, 207);
  }

  @Test
  void several_pictures_without_previews() throws Exception {
    assertThat(names(server.generate(fox(",\"n\":3"))))
        .containsExactly(COMPLETED, COMPLETED, COMPLETED);
  }

  @Test
  void edits_have_their_own_event_names() throws Exception {
    server.provider.answers((provider, call, results) -> {
      preview(provider, results, 0, 0);
      return FakeProvider.Answer.SUCCESS.give(provider, call, results);
    });
    FormBody form =
        new FormBody()
            .text("prompt", "a hat")
            .text("stream", "true")
            .text("partial_images", "1")
            .text("size", "1024x640")
            .file("image", Images.png(64, 48));

    List<Answer.Event> events = server.edit(form).events();

    assertThat(events)
        .extracting(Answer.Event::name)
        .containsExactly("image_edit.partial_image", "image_edit.completed");
    ImagesSchema.assertValid("ImageEditPartialImageEvent", events.get(0).data().toString());
    ImagesSchema.assertValid("ImageEditCompletedEvent", events.get(1).data().toString());
    assertThat(
            events
                .get(1)
                .data()
                .path("usage")
                .path("input_tokens_details")
                .path("image_tokens")
                .intValue())
        .isPositive();
  }

  @Test
  void a_safety_identifier_is_told_back_in_completed_events() throws Exception {
    Answer answer = server.generate(fox(",\"safety_identifier\":\"u-5\""));

    JsonNode event = answer.events().getFirst().data();
    assertThat(event.path("safety_identifier").stringValue()).isEqualTo("u-5");
    ImagesSchema.assertValid("ImageGenCompletedEvent", event.toString());
  }

  @Test
  void the_headers_leave_before_any_picture_is_there() throws Exception {
    var headersSeen = new CountDownLatch(1);
    server.provider.answers((provider, call, results) -> {
      headersSeen.await();
      return FakeProvider.Answer.SUCCESS.give(provider, call, results);
    });

    try (var client = HttpClient.newHttpClient()) {
      var response =
          client.send(
              server.json("/v1/images/generations", fox("")).build(),
              HttpResponse.BodyHandlers.ofLines());
      headersSeen.countDown();
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body().toList()).contains("event: " + COMPLETED);
    }
  }

  @Test
  void a_failure_after_the_start_is_an_event_and_the_end() throws Exception {
    server.provider.answers((provider, call, results) -> {
      preview(provider, results, 0, 0);
      return new AttemptOutcome.Refused(
          "policy", Optional.of(Blocked.Stage.OUTPUT), List.of("violence"));
    });

    Answer answer = server.generate(fox(",\"partial_images\":1"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(names(answer)).containsExactly(PARTIAL, "error");
    JsonNode error = answer.events().getLast().data();
    ImagesSchema.assertValid("StreamErrorEvent", error.toString());
    assertThat(error.path("error").path("code").stringValue()).isEqualTo("moderation_blocked");
    assertThat(error.path("error").path("message").stringValue())
        .contains(answer.header("x-request-id").orElseThrow());
  }

  @Test
  void a_failure_of_the_second_picture_follows_the_first() throws Exception {
    server.provider.answers((provider, call, results) -> {
      provider.deliver(call, 0, results);
      return new AttemptOutcome.Spent("an empty answer");
    });

    Answer answer = server.generate(fox(",\"n\":2"));

    assertThat(names(answer)).containsExactly(COMPLETED, "error");
    assertThat(answer.events().getLast().data().path("error").path("type").stringValue())
        .isEqualTo("server_error");
  }

  @Test
  void a_picture_withheld_by_moderation_is_left_out_while_another_passed() throws Exception {
    server.provider.answers((provider, call, results) -> {
      provider.deliver(call, 0, results);
      return new AttemptOutcome.Succeeded(List.of(1));
    });

    assertThat(names(server.generate(fox(",\"n\":2")))).containsExactly(COMPLETED);
  }

  @Test
  void an_error_before_the_first_byte_is_an_ordinary_answer() throws Exception {
    server
        .generate(fox(",\"n\":99"))
        .assertError(400, "invalid_request_error", "n", "integer_above_max_value");
  }

  @Test
  void a_replayed_failure_is_an_ordinary_answer() throws Exception {
    server.provider.answers(
        FakeProvider.Answer.of(new AttemptOutcome.Refused("no", Optional.empty(), List.of())));
    Answer first = keyed();
    Answer second = keyed();

    assertThat(names(first)).containsExactly("error");
    second.assertError(400, "image_generation_user_error", "null", "provider_refused");
  }

  @Test
  void keep_alives_are_comments() throws Exception {
    var bytes = new ByteArrayOutputStream();
    var events =
        new ImageEvents(
            new SseWriter(bytes),
            server.gateway().find(),
            new ResponseContext(
                new Principal(TenantId.DEFAULT, new KeyId("k"), Scope.all(), Optional.empty()),
                new ImagesOrder(
                    Order.of("gpt-image-2", "x"), true, Optional.empty(), Optional.empty())),
            server.clock);

    events.keepAlive();

    assertThat(bytes).hasToString(": keepalive\n\n");
  }

  private static Answer keyed() throws Exception {
    return server.send(
        server.json("/v1/images/generations", fox("")).header("Idempotency-Key", "stream-1"));
  }

  private static String fox(String more) {
    return "{\"prompt\":\"a fox\",\"size\":\"1024x640\",\"quality\":\"low\",\"stream\":true"
        + more
        + "}";
  }

  private static List<String> names(Answer answer) {
    return answer.events().stream().map(Answer.Event::name).toList();
  }

  private static int index(JsonNode event) {
    return event.path("partial_image_index").asInt(-1);
  }

  private static void preview(FakeProvider provider, Results results, int image, int order) {
    try (Results.Sink sink = results.partial(image, order)) {
      sink.write(provider.png(new ImageSize(64, 40)));
      sink.complete(Results.ImageMetadata.NOTHING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

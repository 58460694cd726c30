package dev.atelier.server.acceptance;

import static dev.atelier.server.acceptance.SdkClient.small;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.errors.SseException;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageEditStreamEvent;
import com.openai.models.images.ImageGenCompletedEvent;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams.OutputFormat;
import dev.atelier.image.ImageSize;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.Results;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Event streams. */
@ExtendWith(SharedServer.class)
class StreamsTest {
  private static final String STREAM =
      """
      {"model":"gpt-image-2","prompt":"%s","size":"1024x640","quality":"low","stream":true,\
      "partial_images":%d}\
      """;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void a_generation_streams_its_previews_and_then_the_picture(int partials, LiveServer server) {
    try (var sdk = server.sdk()) {
      List<ImageGenStreamEvent> events =
          sdk.stream(
              small("a river of owl feathers")
                  .partialImages(partials)
                  .outputFormat(OutputFormat.JPEG));

      assertThat(events).hasSize(partials + 1);
      for (int i = 0; i < partials; i++) {
        var partial = events.get(i).asGenerationPartialImage();
        assertThat(partial.partialImageIndex()).isEqualTo(i);
        assertThat(partial.size().asString()).isEqualTo("1024x640");
        assertThat(partial.quality().asString()).isEqualTo("low");
        assertThat(partial.background().asString()).isEqualTo("opaque");
        byte[] preview = Pixels.decoded(partial.b64Json());
        assertThat(Pixels.isJpeg(preview)).isTrue();
        assertThat(Pixels.size(Pixels.decode(preview))).isEqualTo("1024x640");
      }
      ImageGenCompletedEvent completed = events.getLast().asGenerationCompleted();
      assertThat(completed.usage().outputTokens()).isEqualTo(107 + 100L * partials);
      assertThat(completed.usage().totalTokens())
          .isEqualTo(completed.usage().inputTokens() + completed.usage().outputTokens());
      assertThat(completed.size().asString()).isEqualTo("1024x640");
      assertThat(completed.outputFormat().asString()).isEqualTo("jpeg");
      assertThat(Pixels.size(Pixels.decode(Pixels.decoded(completed.b64Json()))))
          .isEqualTo("1024x640");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void an_edit_streams_its_previews_and_then_the_picture(int partials, LiveServer server) {
    try (var sdk = server.sdk()) {
      List<ImageEditStreamEvent> events =
          sdk.stream(
              ImageEditParams.builder()
                  .model("gpt-image-2")
                  .image(Pixels.photo(256, 160))
                  .prompt("add a red boat")
                  .size("1024x640")
                  .quality(ImageEditParams.Quality.LOW)
                  .outputFormat(ImageEditParams.OutputFormat.WEBP)
                  .partialImages(partials));

      assertThat(events).hasSize(partials + 1);
      for (int i = 0; i < partials; i++) {
        var partial = events.get(i).asPartialImage();
        assertThat(partial.partialImageIndex()).isEqualTo(i);
        assertThat(Pixels.isWebp(Pixels.decoded(partial.b64Json()))).isTrue();
      }
      var completed = events.getLast().asCompleted();
      assertThat(completed.usage().outputTokens()).isEqualTo(107 + 100L * partials);
      assertThat(completed.usage().inputTokensDetails().imageTokens()).isPositive();
      assertThat(Pixels.size(Pixels.decode(Pixels.decoded(completed.b64Json()))))
          .isEqualTo("1024x640");
    }
  }

  @Test
  void several_pictures_come_strictly_one_after_another(LiveServer server) {
    try (var sdk = server.sdk()) {
      List<ImageGenStreamEvent> events = sdk.stream(small("two owls").n(2).partialImages(2));

      assertThat(events)
          .extracting(ImageGenStreamEvent::isGenerationCompleted)
          .containsExactly(false, false, true, false, false, true);
      assertThat(events.stream().flatMap(event -> event.generationPartialImage().stream()))
          .extracting(partial -> partial.partialImageIndex())
          .containsExactly(0L, 1L, 0L, 1L);
      assertThat(events.stream().flatMap(event -> event.generationCompleted().stream()))
          .extracting(completed -> completed.usage().outputTokens())
          .containsExactly(307L, 307L);
      assertThat(events.get(2).asGenerationCompleted().b64Json())
          .isNotEqualTo(events.get(5).asGenerationCompleted().b64Json());
    }
  }

  @Test
  void the_stream_is_framed_as_published(LiveServer server) {
    HttpResponse<String> answer =
        server.postJson("/v1/images/generations", STREAM.formatted("an owl", 1));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type").orElseThrow())
        .isEqualToIgnoringCase("text/event-stream; charset=utf-8");
    assertThat(answer.headers().firstValue("x-request-id")).isPresent();
    assertThat(answer.headers().firstValue("x-atelier-job")).isPresent();
    List<Event> events = Event.all(answer.body());
    events.forEach(Event::assertPublished);
    assertThat(events)
        .extracting(Event::name)
        .containsExactly("image_generation.partial_image", "image_generation.completed");
    assertThat(events.getLast().data().path("usage").path("output_tokens_details").toString())
        .isEqualTo("{\"image_tokens\":207,\"text_tokens\":0}");
  }

  @Test
  void a_preview_is_sent_while_the_picture_is_still_being_made() throws Exception {
    var received = new CountDownLatch(1);
    var provider =
        FakeProvider.paid()
            .answers((fake, call, results) -> {
              preview(fake, results);
              if (!received.await(20, TimeUnit.SECONDS)) {
                return new AttemptOutcome.Spent("nobody saw the preview");
              }
              return FakeProvider.Answer.SUCCESS.give(fake, call, results);
            });
    try (var server = LiveServer.start(Map.of(), provider)) {
      HttpResponse<InputStream> answer =
          server.send(
              server
                  .request("/v1/images/generations")
                  .setHeader("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(STREAM.formatted("an owl", 1))),
              HttpResponse.BodyHandlers.ofInputStream());
      try (var lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        assertThat(lines.readLine()).isEqualTo("event: image_generation.partial_image");
        received.countDown();
        assertThat(lines.lines()).contains("event: image_generation.completed");
      }
    }
  }

  @Test
  void a_failure_in_a_stream_is_an_event_that_the_sdk_raises(LiveServer server) {
    try (var sdk = server.sdk()) {
      var refusal =
          Refusal.of(SseException.class, 200, "image_generation_user_error", "moderation_blocked")
              .assertRaisedBy(
                  () -> sdk.stream(small("[atelier:refuse-output=violence]").partialImages(1)));

      assertThat(refusal.getMessage()).contains("safety_violations=[violence]");
      assertThat(sdk.wire().last().events()).extracting(Event::name).containsExactly("error");
    }
  }

  @Test
  void a_withheld_picture_of_several_does_not_spoil_the_stream(LiveServer server) {
    try (var sdk = server.sdk()) {
      List<ImageGenStreamEvent> events = sdk.stream(small("owls [atelier:succeed=2]").n(3));

      assertThat(events).hasSize(2).allMatch(ImageGenStreamEvent::isGenerationCompleted);
    }
  }

  @Test
  void a_bad_order_is_refused_before_the_stream_begins(LiveServer server) {
    HttpResponse<String> answer =
        server.postJson(
            "/v1/images/generations", STREAM.formatted("an owl", 1).replace("640", "641"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
  }

  private static void preview(FakeProvider fake, Results results) {
    try (Results.Sink sink = results.partial(0, 0)) {
      sink.write(fake.png(new ImageSize(1024, 640)));
      sink.complete(Results.ImageMetadata.NOTHING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

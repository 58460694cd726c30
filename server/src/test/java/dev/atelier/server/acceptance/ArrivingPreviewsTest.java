package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.Background;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.Results;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Previews that callers see before the upstream has sent all of them. */
class ArrivingPreviewsTest {
  private static final byte[] PREVIEW = noise(BufferedImage.TYPE_INT_RGB);
  private static final byte[] VEILED = noise(BufferedImage.TYPE_INT_ARGB);

  /** Enough of it that blocks of ours do not hide whether it is passed on. */
  private static final int HALF = PREVIEW.length / 2;

  private final CountDownLatch seen = new CountDownLatch(1);

  @Test
  void a_preview_is_passed_on_while_it_arrives() throws IOException {
    var provider =
        FakeProvider.paid()
            .answers((fake, call, results) -> {
              try (Results.Sink sink = results.partial(0, 0)) {
                sink.write(PREVIEW, 0, HALF);
                if (!seen.await(20, TimeUnit.SECONDS)) {
                  return new AttemptOutcome.Spent("nobody saw the first half");
                }
                sink.write(PREVIEW, HALF, PREVIEW.length - HALF);
                sink.complete(Results.ImageMetadata.NOTHING);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              whole(results, 0, 1, PREVIEW);
              return FakeProvider.Answer.SUCCESS.give(fake, call, results);
            });

    List<Event> events = stream(provider, 1);

    assertThat(events)
        .extracting(Event::name)
        .containsExactly(
            "image_generation.partial_image",
            "image_generation.partial_image",
            "image_generation.completed");
    for (int i = 0; i < 2; i++) {
      events.get(i).assertPublished();
      assertThat(events.get(i).data().path("partial_image_index").asInt()).isEqualTo(i);
      assertThat(events.get(i).data().path("background").asString())
          .isEqualTo(Background.OPAQUE.word());
      assertThat(picture(events.get(i))).isEqualTo(PREVIEW);
    }
  }

  @Test
  void one_that_breaks_off_ends_its_event_and_the_stream_goes_on() throws IOException {
    var provider =
        FakeProvider.paid()
            .answers((fake, call, results) -> {
              try (Results.Sink sink = results.partial(0, 0)) {
                sink.write(PREVIEW, 0, HALF);
                seen.await(20, TimeUnit.SECONDS);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              whole(results, 0, 1, PREVIEW);
              return FakeProvider.Answer.SUCCESS.give(fake, call, results);
            });

    List<Event> events = stream(provider, 1);

    assertThat(events).hasSize(3);
    assertThat(picture(events.get(0)))
        .isEqualTo(java.util.Arrays.copyOf(PREVIEW, picture(events.get(0)).length))
        .hasSizeGreaterThan(HALF / 2);
    assertThat(picture(events.get(1))).isEqualTo(PREVIEW);
    assertThat(events.get(2).name()).isEqualTo("image_generation.completed");
  }

  @Test
  void what_shows_through_unasked_is_mended_first() throws IOException {
    var provider =
        FakeProvider.paid()
            .answers((fake, call, results) -> {
              whole(results, 0, 0, VEILED);
              seen.countDown();
              return FakeProvider.Answer.SUCCESS.give(fake, call, results);
            });

    List<Event> events = stream(provider, 1);

    assertThat(events).hasSize(2);
    BufferedImage shown = Pixels.decode(picture(events.getFirst()));
    assertThat(shown.getColorModel().hasAlpha()).isFalse();
  }

  @Test
  void previews_of_a_later_picture_wait_for_their_turn_whole() throws IOException {
    var provider =
        FakeProvider.paid()
            .answers((fake, call, results) -> {
              whole(results, 0, 0, PREVIEW);
              whole(results, 1, 0, PREVIEW);
              whole(results, 0, 1, PREVIEW);
              whole(results, 1, 1, PREVIEW);
              return FakeProvider.Answer.SUCCESS.give(fake, call, results);
            });
    seen.countDown();

    List<Event> events = stream(provider, 2);

    assertThat(events)
        .filteredOn(event -> event.name().endsWith(".partial_image"))
        .hasSize(4)
        .extracting(event -> event.data().path("partial_image_index").asInt())
        .containsExactly(0, 1, 0, 1);
    assertThat(events)
        .filteredOn(event -> event.name().endsWith(".partial_image"))
        .allSatisfy(event -> assertThat(picture(event)).isEqualTo(PREVIEW));
  }

  private List<Event> stream(FakeProvider provider, int count) throws IOException {
    try (var server = LiveServer.start(Map.of(), provider)) {
      HttpResponse<InputStream> answer =
          server.send(
              server
                  .request("/v1/images/generations")
                  .setHeader("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(order(count))),
              HttpResponse.BodyHandlers.ofInputStream());
      try (var in =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.US_ASCII))) {
        var text = new StringBuilder();
        var block = new char[4 << 10];
        for (int read = in.read(block); read >= 0; read = in.read(block)) {
          text.append(block, 0, read);
          if (text.length() > HALF) {
            seen.countDown();
          }
        }
        return Event.all(text.toString());
      }
    }
  }

  private static String order(int count) {
    return """
    {"model":"gpt-image-2","prompt":"an owl","size":"1024x640","stream":true,\
    "partial_images":2,"n":%d}\
    """
        .formatted(count);
  }

  private static void whole(Results results, int index, int order, byte[] picture) {
    try (Results.Sink sink = results.partial(index, order)) {
      sink.write(picture);
      sink.complete(Results.ImageMetadata.NOTHING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] picture(Event event) {
    return Base64.getDecoder().decode(event.data().path("b64_json").asString());
  }

  /** A picture that is as large as many blocks. */
  private static byte[] noise(int type) {
    var random = new Random(7);
    return Pixels.draw(
        "png", 1024, 640, type, (x, y) -> random.nextInt() | (x == 0 ? 0 : 0xff << 24));
  }
}

package dev.atelier.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.media.Encoder;
import dev.atelier.media.ImageInfo;
import dev.atelier.media.Marks;
import dev.atelier.media.Probe;
import dev.atelier.media.Raster;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.Results;
import dev.atelier.provider.Results.ImageMetadata;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever an upstream sends, the answer says what the picture has, and shows through if asked. */
@Timeout(120)
class TransparencyTest {
  private static final ImageSize SIZE = new ImageSize(1024, 640);
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

  static Stream<Arguments> orders() {
    return Stream.of(OutputFormat.PNG, OutputFormat.WEBP)
        .flatMap(format ->
            Stream.of(
                Arguments.of(format, ",\"background\":\"opaque\"", true, "opaque"),
                Arguments.of(format, ",\"background\":\"AUTO\"", true, "opaque"),
                Arguments.of(format, ",\"background\":null", true, "opaque"),
                Arguments.of(format, "", true, "opaque"),
                Arguments.of(format, "", false, "opaque"),
                Arguments.of(format, ",\"background\":\" Transparent\"", true, "transparent"),
                Arguments.of(format, ",\"background\":\"transparent\"", false, "opaque")));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void the_answer_says_what_the_picture_has(
      OutputFormat format, String background, boolean seeThrough, String told) throws Exception {
    server.provider.answers(delivering(picture(format, seeThrough)));

    JsonNode body = server.generate(order(format, background)).json();

    assertThat(body.path("background").stringValue()).isEqualTo(told);
    assertThat(info(body.at("/data/0")).alpha()).isEqualTo(told.equals("transparent"));
    assertThat(info(body.at("/data/0")).format()).isEqualTo(format);
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputFormat.class,
      names = {"PNG", "WEBP"})
  void nothing_shows_through_a_preview_either(OutputFormat format) throws Exception {
    server.provider.answers(delivering(picture(format, true)));

    List<JsonNode> events =
        events(server.generate(order(format, ",\"stream\":true,\"partial_images\":1")));

    assertThat(events)
        .extracting(event -> event.path("type").stringValue())
        .containsExactly("image_generation.partial_image", "image_generation.completed");
    for (JsonNode event : events) {
      assertThat(event.path("background").stringValue()).isEqualTo("opaque");
      assertThat(info(event).alpha()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void a_preview_tells_what_it_has_where_transparency_was_ordered(boolean seeThrough)
      throws Exception {
    server.provider.answers(delivering(picture(OutputFormat.PNG, seeThrough)));
    String more = ",\"stream\":true,\"partial_images\":1,\"background\":\"transparent\"";

    for (JsonNode event : events(server.generate(order(OutputFormat.PNG, more)))) {
      assertThat(event.path("background").stringValue())
          .isEqualTo(seeThrough ? "transparent" : "opaque");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "JPG", "image/jpeg"})
  void a_jpeg_cannot_be_transparent(String format) throws Exception {
    server
        .generate(
            "{\"prompt\":\"fox\",\"background\":\"transparent\",\"output_format\":\"%s\"}"
                .formatted(format))
        .assertError(400, "invalid_request_error", "background", "invalid_value");
  }

  private static String order(OutputFormat format, String more) {
    return "{\"prompt\":\"fox\",\"size\":\"%s\",\"output_format\":\"%s\"%s}"
        .formatted(SIZE, format.word(), more);
  }

  /** Every picture asked for, and one preview of each that is the same. */
  private static FakeProvider.Answer delivering(byte[] picture) {
    return (_, call, results) -> {
      for (int index : call.indexes()) {
        if (call.request().order().partials() > 0) {
          write(results.partial(index, 0), picture);
        }
        write(results.image(index), picture);
      }
      return Succeeded.ALL;
    };
  }

  private static void write(Results.Sink sink, byte[] picture) {
    try (sink) {
      sink.write(picture);
      sink.complete(ImageMetadata.NOTHING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] picture(OutputFormat format, boolean seeThrough) {
    var bytes = new ByteArrayOutputStream();
    try (var raster = Raster.blank(SIZE, seeThrough)) {
      var green = new byte[SIZE.width() * 4];
      for (int at = 0; at < green.length; at += 4) {
        green[at + 1] = (byte) 200;
        green[at + 3] = (byte) 255;
      }
      raster.writeRow(0, green);
      new Encoder().encode(raster, format, 100, Marks.NONE, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static ImageInfo info(JsonNode image) throws Exception {
    byte[] bytes = Base64.getDecoder().decode(image.path("b64_json").stringValue());
    return Probe.read(new ByteArrayInputStream(bytes));
  }

  private static List<JsonNode> events(Answer answer) {
    return Arrays.stream(answer.body().split("\n"))
        .filter(line -> line.startsWith("data: "))
        .map(line -> JsonMapper.shared().readTree(line.substring("data: ".length())))
        .toList();
  }
}

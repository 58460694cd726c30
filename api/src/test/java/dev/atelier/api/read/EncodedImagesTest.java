package dev.atelier.api.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.image.ImageRequest;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** However base64 is spelled, every API reads the same picture out of it. */
@Timeout(120)
class EncodedImagesTest {
  /** One that stays in the tree, and one that goes past the heap. */
  private static final byte[] SMALL = Samples.png(64, 48);

  private static final byte[] LARGE = Samples.noise(160, 120);
  private static final byte[] MASK = Samples.mask(160, 120);
  @TempDir static Path directory;
  private static ApiServer server;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void nothing_stays_staged() throws Exception {
    assertThat(server.stagedFiles()).isZero();
  }

  private static Stream<Named<UnaryOperator<String>>> spellings() {
    return Stream.of(
        Named.of("line ends at 64", text -> text.replaceAll("(.{64})", "$1\n")),
        Named.of("CR LF at 76", text -> "data:;base64," + text.replaceAll("(.{76})", "$1\r\n")),
        Named.of(
            "tabs inside, blanks around", text -> " " + text.replaceAll("(.{9})", "$1\t") + " "),
        Named.of("URL-safe", text -> text.replace('+', '-').replace('/', '_')),
        Named.of("both alphabets", text -> text.replaceFirst("\\+", "-").replaceFirst("/", "_")),
        Named.of("no padding", text -> text.replace("=", "")),
        Named.of("too much padding", text -> text + "=="),
        Named.of("capitals", text -> "DATA:IMAGE/PNG;BASE64," + text),
        Named.of("a parameter", text -> "data:image/png;charset=utf-8;base64," + text),
        Named.of("no type", text -> "data:;base64," + text),
        Named.of("no scheme", text -> "image/png;base64," + text),
        Named.of(
            "percent-encoded", text -> "data:image/png;base64," + URLEncoder.encode(text, UTF_8)),
        Named.of("all percent-encoded", text -> URLEncoder.encode("data:;base64," + text, UTF_8)));
  }

  static Stream<Arguments> everywhere() {
    return Arrays.stream(Dialect.values())
        .flatMap(dialect -> spellings().map(spelling -> Arguments.of(dialect, spelling)));
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void every_spelling_is_read(Dialect dialect, UnaryOperator<String> spelling) throws Exception {
    for (byte[] picture : new byte[][] {SMALL, LARGE}) {
      String text = json(spelling.apply(Samples.base64(picture)));
      Reply reply = dialect.edit(server, "\"%s\":[%s]".formatted(dialect.images(), text));

      var edit = (ImageRequest.Edit) dialect.ordered(server, reply);
      assertThat(edit.images())
          .extracting(image -> image.bytes())
          .containsExactly((long) picture.length);
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void a_mask_is_read_in_every_spelling(Dialect dialect, UnaryOperator<String> spelling)
      throws Exception {
    String fields =
        "\"%s\":[%s],\"%s\":%s"
            .formatted(
                dialect.images(),
                json(Samples.dataUrl(LARGE)),
                dialect.mask(),
                json(spelling.apply(Samples.base64(MASK))));

    var edit = (ImageRequest.Edit) dialect.ordered(server, dialect.edit(server, fields));
    assertThat(edit.mask().orElseThrow().bytes()).isEqualTo(MASK.length);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void bytes_without_base64_are_read_too(Dialect dialect) throws Exception {
    var url = new StringBuilder("data:image/png,");
    for (byte one : SMALL) {
      url.append("%%%02X".formatted(one & 0xff));
    }
    Reply reply =
        dialect.edit(server, "\"%s\":[%s]".formatted(dialect.images(), json(url.toString())));

    var edit = (ImageRequest.Edit) dialect.ordered(server, reply);
    assertThat(edit.images().getFirst().bytes()).isEqualTo(SMALL.length);
  }

  static Stream<Arguments> wrong() {
    String large = Samples.base64(LARGE);
    return Arrays.stream(Dialect.values())
        .flatMap(dialect ->
            Stream.of(
                    "no base64 at all!",
                    large.substring(0, 40_001),
                    "data:image/png;base64," + large.substring(0, 39_997),
                    large.replaceFirst("A", "="),
                    "data:image/png;base64," + large + "," + large,
                    "photo.png")
                .map(text -> Arguments.of(dialect, Named.of(text.substring(0, 9), text))));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void what_could_mean_other_bytes_is_refused(Dialect dialect, String text) throws Exception {
    int before = server.jobs();

    Reply reply = dialect.edit(server, "\"%s\":[%s]".formatted(dialect.images(), json(text)));

    assertThat(dialect.refusal(reply))
        .contains("expected an http or https URL, a base64 data URL or base64 of an image");
    assertThat(server.jobs()).isEqualTo(before);
  }

  private static String json(String text) {
    return JsonMapper.shared().writeValueAsString(text);
  }
}

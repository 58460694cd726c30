package dev.atelier.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.FormParts;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.image.Background;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Order;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers, words and models mean the same however they are spelled, in every API. */
@Timeout(120)
class SpellingTest {
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

  /** A field by OpenAI's name, spellings of one value, and what the order then has. */
  private static Stream<Spellings> spellings() {
    return Stream.of(
        of(
            "n",
            order -> order.count() == 2,
            "2",
            "2.0",
            "2e0",
            "0.2e1",
            "\"2\"",
            "\" 2 \"",
            "\"2.0\"",
            "\"+2\"",
            "\"２\"",
            "\"02\""),
        of(
            "quality",
            order -> order.output().quality().equals(Quality.LOW),
            "\"LOW\"",
            "\" low \"",
            "\"Low\\n\"",
            "\"ｌｏｗ\"",
            "\"\\u00a0low\""),
        of(
            "output_format",
            order -> order.output().format() == OutputFormat.JPEG,
            "\"jpg\"",
            "\"JPG\"",
            "\" Jpeg \"",
            "\"image/jpeg\"",
            "\"image/JPG\"",
            "\".jpg\""),
        of(
            "output_format",
            order -> order.output().format() == OutputFormat.WEBP,
            "\"WebP\"",
            "\"WEBP \"",
            "\"image/webp\"",
            "\".webp\""),
        of(
            "moderation",
            order -> order.moderation() == ModerationLevel.LOW,
            "\"LOW\"",
            "\" Low\"",
            "\"low\\t\""));
  }

  private static Spellings of(String field, Predicate<Order> meant, String... values) {
    return new Spellings(field, meant, List.of(values));
  }

  private record Spellings(String field, Predicate<Order> meant, List<String> values) {}

  static Stream<Arguments> everywhere() {
    return Arrays.stream(Dialect.values())
        .flatMap(dialect -> spellings().flatMap(one -> rows(dialect, one)));
  }

  private static Stream<Arguments> rows(Dialect dialect, Spellings one) {
    return one.values().stream()
        .map(value -> Arguments.of(dialect, one.field(), value, Named.of("meant", one.meant())));
  }

  @ParameterizedTest(name = "{0}: {1} = {2}")
  @MethodSource("everywhere")
  void what_plainly_means_one_value_is_that(
      Dialect dialect, String field, String value, Predicate<Order> meant) throws Exception {
    Reply reply = dialect.generate(server, "\"%s\":%s".formatted(dialect.field(field), value));

    assertThat(dialect.ordered(server, reply).order()).matches(meant);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_compression_and_a_background_too(Dialect dialect) throws Exception {
    String picture =
        "\"%s\":\"%s\"".formatted(dialect.images(), Samples.base64(Samples.png(64, 48)));
    for (String background : List.of("\"OPAQUE\"", "\" opaque\"", "\"Opaque\\n\"")) {
      String fields =
          picture
              + ",\"%s\":\"JPG\",\"%s\":\"70.0\",\"background\":%s"
                  .formatted(
                      dialect.field("output_format"),
                      dialect.field("output_compression"),
                      background);
      Order order = dialect.ordered(server, dialect.edit(server, fields)).order();

      assertThat(order.output().compression()).isEqualTo(70);
      assertThat(order.output().background()).isEqualTo(Background.OPAQUE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true",
    "\"true\"",
    "\"True\"",
    "\"TRUE \"",
    "1",
    "1.0",
    "\"1\"",
    "\"yes\"",
    "\"on\""
  })
  void yes_is_yes(String value) throws Exception {
    Reply streamed = Dialect.OPENAI.generate(server, "\"stream\":" + value);
    assertThat(streamed.header("content-type").orElseThrow()).startsWith("text/event-stream");

    Reply fallback =
        Dialect.APIMART.generate(
            server, "\"model\":\"gpt-image-2\",\"official_fallback\":" + value);
    assertThat(fallback.status()).as(fallback.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"false", "\"false\"", "\"False\"", "0", "\"0\"", "0.0", "\"no\"", "\" off\""})
  void no_is_no(String value) throws Exception {
    Reply plain = Dialect.OPENAI.generate(server, "\"stream\":" + value);

    assertThat(plain.header("content-type").orElseThrow()).startsWith("application/json");
  }

  // ---- numbers out of range ----

  static Stream<Arguments> outside() {
    return Arrays.stream(Dialect.values())
        .flatMap(dialect ->
            Stream.of(
                Arguments.of(dialect, "n", "11", dialect == Dialect.APIMART ? "4" : "10", "11"),
                Arguments.of(
                    dialect, "n", "\"12.0\"", dialect == Dialect.APIMART ? "4" : "10", "12"),
                Arguments.of(dialect, "n", "0", "1", "0"),
                Arguments.of(dialect, "n", "\" -3 \"", "1", "-3"),
                Arguments.of(dialect, "n", "-2e0", "1", "-2"),
                Arguments.of(
                    dialect,
                    "n",
                    "99999999999999999999",
                    dialect == Dialect.APIMART ? "4" : "10",
                    "99999999999999999999"),
                Arguments.of(dialect, "output_compression", "101", "100", "101"),
                Arguments.of(dialect, "output_compression", "\"-1\"", "0", "-1")));
  }

  @ParameterizedTest
  @MethodSource("outside")
  void the_limit_and_the_number_are_told(
      Dialect dialect, String field, String value, String limit, String number) throws Exception {
    String name = dialect.field(field);

    String words = dialect.refusal(dialect.generate(server, "\"%s\":%s".formatted(name, value)));

    assertThat(words).contains(name).matches(".*\\b" + limit + "\\b.*").contains(number);
    assertThat(words).doesNotContain("string");
  }

  @ParameterizedTest
  @CsvSource({"1.5", "\"1.5\"", "\"2.50\"", "\" .5 \"", "1.0000001", "25e-1"})
  void a_number_is_never_called_a_string(String value) throws Exception {
    for (Dialect dialect : Dialect.values()) {
      String words = dialect.refusal(dialect.generate(server, "\"n\":" + value));

      assertThat(words).contains("a decimal number").doesNotContain("string");
    }
  }

  @Test
  void nor_is_one_of_a_form() throws Exception {
    var form = new FormParts().text("prompt", "fox").file("image", "a.png", Samples.png(64, 48));
    Reply reply = server.send(form.text("n", "2.5").on(server.request("/v1/images/edits")));

    assertThat(reply.text("/error/message"))
        .isEqualTo("Invalid type for 'n': expected an integer, but got a decimal number instead.");
  }

  // ---- words that mean nothing here ----

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void another_word_is_refused_with_those_that_there_are(Dialect dialect) throws Exception {
    assertThat(dialect.refusal(dialect.generate(server, "\"quality\":\" Ultra \"")))
        .contains("low", "medium", "high", "auto", "Ultra");
    assertThat(
            dialect.refusal(
                dialect.generate(
                    server, "\"%s\":\"tiff\"".formatted(dialect.field("output_format")))))
        .contains("png", "jpeg", "webp", "tiff");
  }
}

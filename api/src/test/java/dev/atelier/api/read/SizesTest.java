package dev.atelier.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Order;
import dev.atelier.image.SizeChoice;
import java.nio.file.Path;
import java.util.Arrays;
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

/** A size means the same however it is written, and what is wrong with one is told in numbers. */
@Timeout(120)
class SizesTest {
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

  static Stream<Arguments> spellings() {
    return Arrays.stream(Dialect.values())
        .flatMap(dialect ->
            Stream.of(
                    "\"1536x1024\"",
                    "\"1536X1024\"",
                    "\"1536*1024\"",
                    "\"1536×1024\"",
                    "\"1536 x 1024\"",
                    "\" 1536x1024\\n\"",
                    "\"1536 × 1024\"",
                    "\"１５３６ｘ１０２４\"",
                    "\"1536＊1024\"",
                    "\"1536✕1024\"",
                    "\"1536х1024\"",
                    "\"1536px x 1024px\"",
                    "\"1536x1024 px\"",
                    "\"1536 by 1024\"",
                    "\"1536.0x1024.0\"",
                    "{\"width\":1536,\"height\":1024}",
                    "{\"height\":\"1024\",\"width\":1536.0}")
                .map(size -> Arguments.of(dialect, size)));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void every_spelling_is_the_same_size(Dialect dialect, String size) throws Exception {
    Order order = dialect.ordered(server, dialect.generate(server, "\"size\":" + size)).order();

    assertThat(order.output().size()).isEqualTo(SizeChoice.of(1536, 1024));
    assertThat(order.output().delivered().orElse(new ImageSize(1536, 1024)))
        .hasToString("1536x1024");
  }

  static Stream<Arguments> autos() {
    return Arrays.stream(Dialect.values())
        .flatMap(dialect ->
            Stream.of("\"AUTO\"", "\" Auto \"", "\"auto\\t\"", "\"ａｕｔｏ\"")
                .map(size -> Arguments.of(dialect, size)));
  }

  @ParameterizedTest
  @MethodSource("autos")
  void auto_is_auto(Dialect dialect, String size) throws Exception {
    assertThat(dialect.ordered(server, dialect.generate(server, "\"size\":" + size)))
        .isEqualTo(dialect.ordered(server, dialect.generate(server, "\"size\":\"auto\"")));
  }

  static Stream<Arguments> wrong() {
    return Arrays.stream(Dialect.values())
        .flatMap(dialect ->
            Stream.of(
                Arguments.of(dialect, "\"512x512\"", "655,360 pixels"),
                Arguments.of(dialect, "\"512 X 512\"", "655,360 pixels"),
                Arguments.of(dialect, "\"0x1024\"", "1024x1024"),
                Arguments.of(dialect, "{\"width\":0,\"height\":512}", "width"),
                Arguments.of(dialect, "{\"width\":512,\"height\":512}", "655,360 pixels"),
                Arguments.of(dialect, "\"3072*3072\"", "8,294,400 pixels"),
                Arguments.of(dialect, "\"4096x4096\"", "3840"),
                Arguments.of(dialect, "\"99999x99999\"", "3840"),
                Arguments.of(dialect, "\"3600 x 720\"", "3 times"),
                Arguments.of(dialect, "\"1024\"", "1024x1024"),
                Arguments.of(dialect, "\"1024x\"", "1024x1024"),
                Arguments.of(dialect, "\"1024x1024x3\"", "1024x1024"),
                Arguments.of(dialect, "\"-1024x1024\"", "1024x1024"),
                Arguments.of(dialect, "\"large\"", "1024x1024"),
                Arguments.of(dialect, "1024", "an integer"),
                Arguments.of(dialect, "[1024,1024]", "an array"),
                Arguments.of(dialect, "{\"width\":1024}", "height"),
                Arguments.of(dialect, "{\"width\":1024,\"height\":\"tall\"}", "height")));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void what_is_wrong_is_told_with_its_limit(Dialect dialect, String size, String words)
      throws Exception {
    int before = server.jobs();

    Reply reply = dialect.generate(server, "\"size\":" + size);

    assertThat(dialect.refusal(reply)).contains("size").contains(words);
    assertThat(server.jobs()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"872x2048", "1000 X 1000", "1920*1080"})
  void a_step_is_told_where_sizes_have_one(String size) throws Exception {
    for (Dialect dialect : new Dialect[] {Dialect.OPENAI, Dialect.SEAART}) {
      assertThat(dialect.refusal(dialect.generate(server, "\"size\":\"" + size + "\"")))
          .contains("16");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"16:9", " 16 : 9 ", "16：9", "16∶9", "16/9", "16: 9\\n"})
  void a_ratio_may_be_written_in_many_ways(String ratio) throws Exception {
    Reply reply =
        Dialect.APIMART.generate(server, "\"size\":\"" + ratio + "\",\"resolution\":\" 2K\"");

    assertThat(Dialect.APIMART.ordered(server, reply).order().output().size())
        .isEqualTo(SizeChoice.of(2048, 1152));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_ratio_is_no_size_where_none_is_sold(Dialect dialect) throws Exception {
    if (dialect != Dialect.APIMART) {
      assertThat(dialect.refusal(dialect.generate(server, "\"size\":\"16:9\"")))
          .contains("1024x1024");
    }
  }
}

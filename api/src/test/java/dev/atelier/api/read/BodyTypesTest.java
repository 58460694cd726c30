package dev.atelier.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.api.Setup;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** JSON is read under the names that clients give a body unasked, in every API. */
@Timeout(120)
class BodyTypesTest {
  @TempDir static Path directory;
  @TempDir static Path strictDirectory;
  private static ApiServer server;
  private static ApiServer strict;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(directory);
    strict = ApiServer.start(strictDirectory, Setup::withStrict);
  }

  @AfterAll
  static void stop() {
    server.close();
    strict.close();
  }

  private static Stream<Arguments> misnomers() {
    return each(
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=UTF-8",
        "Application/Octet-Stream",
        "text/json",
        "application/vnd.api+json",
        "application/problem+json; charset=utf-8");
  }

  private static Stream<Arguments> others() {
    return each("text/plain", "text/html", "application/xml", "image/png", "multipart/form-data");
  }

  private static Stream<Arguments> each(String... types) {
    return Stream.of(types)
        .flatMap(type -> Stream.of(Dialect.values()).map(api -> Arguments.of(type, api)));
  }

  @ParameterizedTest
  @MethodSource("misnomers")
  void json_by_another_name_is_read(String type, Dialect dialect) throws Exception {
    dialect.ordered(server, dialect.typed(server, type, "\r\n "));
  }

  @ParameterizedTest
  @MethodSource("misnomers")
  void a_strict_server_goes_by_the_name(String type, Dialect dialect) throws Exception {
    assertRefused(dialect.typed(strict, type, ""), dialect);
  }

  @ParameterizedTest
  @MethodSource("others")
  void another_kind_of_body_is_refused(String type, Dialect dialect) throws Exception {
    assertRefused(dialect.typed(server, type, ""), dialect);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_form_by_its_own_name_is_refused_as_one(Dialect dialect) throws Exception {
    Reply reply = dialect.typed(server, "application/x-www-form-urlencoded", "prompt=A+red+fox&x=");

    assertRefused(reply, dialect);
    assertThat(reply.body()).contains("application/json");
  }

  private static void assertRefused(Reply reply, Dialect dialect) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(dialect == Dialect.OPENAI ? 400 : 415);
    assertThat(reply.header("x-atelier-job")).isEmpty();
  }
}

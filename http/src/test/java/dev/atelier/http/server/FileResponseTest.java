package dev.atelier.http.server;

import static dev.atelier.http.server.TestServer.head;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before each test.
class FileResponseTest {
  @TempDir Path directory;
  private TestServer server;

  @BeforeEach
  void serve() throws Exception {
    Path ten = Files.writeString(directory.resolve("ten"), "0123456789");
    Path empty = Files.createFile(directory.resolve("empty"));
    byte[] megabytes = new byte[3_000_000];
    new Random(1).nextBytes(megabytes);
    Path large = Files.write(directory.resolve("large"), megabytes);
    server =
        new TestServer(
            Mount.at(TestServer.errors("root"))
                .get("/ten", e -> send(e, ten, "image/png", "abc", Optional.of("attachment")))
                .get("/empty", e -> send(e, empty, "image/png", "e", Optional.empty()))
                .get("/large", e -> send(e, large, "image/png", "l", Optional.empty()))
                .get(
                    "/gone",
                    e ->
                        send(
                            e,
                            directory.resolve("gone"),
                            "image/png",
                            "g",
                            Optional.of("inline"))));
  }

  private static void send(Exchange e, Path file, String type, String tag, Optional<String> as)
      throws IOException {
    try (var content = FileChannel.open(file)) {
      e.sendFile(content, type, tag, as);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_file_is_sent_with_its_length_tag_and_disposition() throws Exception {
    RawClient.Answer answer = server.get("/ten");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("0123456789");
    assertThat(answer.headers())
        .containsEntry("content-length", "10")
        .containsEntry("content-type", "image/png")
        .containsEntry("etag", "\"abc\"")
        .containsEntry("accept-ranges", "bytes")
        .containsEntry("content-disposition", "attachment");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-3, 206, 0123, bytes 0-3/10",
    "bytes=7-, 206, 789, bytes 7-9/10",
    "bytes=7-99, 206, 789, bytes 7-9/10",
    "bytes=-2, 206, 89, bytes 8-9/10",
    "bytes=-99, 206, 0123456789, bytes 0-9/10",
    "bytes=9-9, 206, 9, bytes 9-9/10",
    "bytes=10-, 416, '', bytes */10",
    "bytes=-0, 416, '', bytes */10",
    "'bytes=0-1,3-4', 200, 0123456789,",
    "bytes=3-1, 200, 0123456789,",
    "bytes=-, 200, 0123456789,",
    "bytes=x, 200, 0123456789,",
    "lines=0-1, 200, 0123456789,",
    "bytes=99999999999999999999-, 200, 0123456789,"
  })
  void a_range_is_served_and_nonsense_ignored(
      String range, int status, String body, String contentRange) throws Exception {
    RawClient.Answer answer = server.get("/ten", "Range: " + range);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.headers().get("content-range")).isEqualTo(contentRange);
  }

  @ParameterizedTest
  @CsvSource({
    "'If-None-Match: \"abc\"', 304",
    "'If-None-Match: \"x\", W/\"abc\"', 304",
    "'If-None-Match: *', 304",
    "'If-None-Match: \"x\"', 200",
    "'If-None-Match: abc', 200",
    "'If-Match: \"abc\"', 200",
    "'If-Match: \"x\"', 412"
  })
  void conditions_are_answered(String header, int status) throws Exception {
    assertThat(server.get("/ten", header).status()).isEqualTo(status);
  }

  @Test
  void a_range_of_another_version_gives_the_whole_file() throws Exception {
    assertThat(server.get("/ten", "Range: bytes=0-1", "If-Range: \"abc\"").status()).isEqualTo(206);
    assertThat(server.get("/ten", "Range: bytes=0-1", "If-Range: \"old\"").status()).isEqualTo(200);
  }

  @Test
  void head_tells_the_length() throws Exception {
    try (RawClient client = server.client()) {
      RawClient.Answer answer = client.send(head("HEAD", "/ten")).answer(false);
      assertThat(answer.headers()).containsEntry("content-length", "10");
      assertThat(client.send(head("GET", "/empty")).answer().body()).isEmpty();
    }
  }

  @Test
  void a_large_file_arrives_whole() throws Exception {
    String body = server.get("/large").body();
    assertThat(body.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
        .isEqualTo(Files.readAllBytes(directory.resolve("large")));
  }

  @Test
  void a_file_that_is_gone_is_a_failure_without_the_files_headers() throws Exception {
    RawClient.Answer answer = server.get("/gone");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.headers()).doesNotContainKeys("etag", "content-disposition");
    assertThat(answer.body()).doesNotContain(directory.toString());
  }
}

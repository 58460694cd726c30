package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.image.ImageSize;
import dev.atelier.media.Probe;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class ArtifactsTest {
  private static final String ARTIFACTS = "/api/v1/artifacts";
  private static final byte[] PICTURE = Samples.noise(40, 30);
  @TempDir static Path directory;
  private static ApiServer server;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(directory);
    client = new Client(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_thumbnail_has_the_shape_of_its_picture_and_is_made_once_for_whoever_keeps_it()
      throws Exception {
    String id = client.upload(Samples.noise(900, 300)).text("/id");
    String path = ARTIFACTS + "/" + id + "/thumbnail";

    HttpResponse<byte[]> small = bytes(server.request(path + "?edge=120"));

    assertThat(small.statusCode()).isEqualTo(200);
    assertThat(small.headers().firstValue("Content-Type")).contains("image/webp");
    assertThat(Probe.read(new ByteArrayInputStream(small.body())).size())
        .isEqualTo(new ImageSize(120, 40));
    String tag = small.headers().firstValue("ETag").orElseThrow();
    assertThat(bytes(server.request(path + "?edge=120").header("If-None-Match", tag)).statusCode())
        .isEqualTo(304);
    assertThat(bytes(server.request(path + "?edge=121").header("If-None-Match", tag)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_thumbnail_is_never_larger_than_its_picture() throws Exception {
    String id = client.upload(PICTURE).text("/id");

    byte[] small = bytes(server.request(ARTIFACTS + "/" + id + "/thumbnail")).body();

    assertThat(Probe.read(new ByteArrayInputStream(small)).size()).isEqualTo(new ImageSize(40, 30));
  }

  private static HttpResponse<byte[]> bytes(HttpRequest.Builder request) throws Exception {
    return server.client().send(request.build(), BodyHandlers.ofByteArray());
  }

  @Test
  void an_upload_is_kept_byte_for_byte() throws Exception {
    Reply made = client.upload(PICTURE);

    assertThat(made.header("Location").orElseThrow()).endsWith(ARTIFACTS + "/" + made.text("/id"));
    assertThat(made.text("/media_type")).isEqualTo("image/png");
    assertThat(made.text("/size")).isEqualTo("40x30");
    assertThat(made.json().at("/bytes").intValue()).isEqualTo(PICTURE.length);
    assertThat(server.image(made.text("/url"))).isPresent();
    HttpResponse<byte[]> content = content(made.text("/id"));
    assertThat(content.statusCode()).isEqualTo(200);
    assertThat(content.body()).isEqualTo(PICTURE);
    assertThat(content.headers().firstValue("ETag")).contains("\"" + made.text("/sha256") + "\"");
    assertThat(content.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void a_form_brings_a_picture_too() throws Exception {
    Reply made = form("file", PICTURE);

    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(content(made.text("/id")).body()).isEqualTo(PICTURE);
  }

  @Test
  void a_part_of_a_file_and_an_unchanged_one_are_answered_as_such() throws Exception {
    Reply made = client.upload(PICTURE);
    String id = made.text("/id");

    HttpResponse<byte[]> part = content(id, "Range", "bytes=10-19");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(PICTURE, 10, 20));
    assertThat(content(id, "If-None-Match", "\"" + made.text("/sha256") + "\"").statusCode())
        .isEqualTo(304);
    assertThat(content(id, "Range", "bytes=999999-").statusCode()).isEqualTo(416);
  }

  @Test
  void a_deleted_artifact_and_every_link_to_it_are_gone() throws Exception {
    Reply made = client.upload(PICTURE);
    String path = ARTIFACTS + "/" + made.text("/id");

    assertThat(server.send(server.request(path).DELETE()).status()).isEqualTo(204);

    Client.assertProblem(server.get(path), 404, "not-found");
    assertThat(content(made.text("/id")).statusCode()).isEqualTo(404);
    assertThat(server.image(made.text("/url"))).isEmpty();
    Reply edit = client.submit("\"images\":[{\"artifact\":\"" + made.text("/id") + "\"}]");
    Client.assertProblem(edit, 422, "invalid-field");
    assertThat(edit.text("/field")).isEqualTo("images[0].artifact");
  }

  @Test
  void a_result_can_be_deleted_and_its_job_says_so() throws Exception {
    Reply job = client.made("");
    String artifact = job.text("/images/0/artifact");

    assertThat(server.send(server.request(ARTIFACTS + "/" + artifact).DELETE()).status())
        .isEqualTo(204);

    Reply now = client.job(job.text("/id"));
    assertThat(now.text("/images/0/state")).isEqualTo("completed");
    assertThat(now.json().at("/images/0/url").isNull()).isTrue();
    assertThat(now.text("/images/0/size")).isNotEmpty();
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of("image/png", "no picture", 422, "unusable-image"),
        Arguments.of("image/png", "", 422, "unusable-image"),
        Arguments.of("text/plain", "x", 415, "unsupported-media-type"),
        Arguments.of("application/json", "{}", 415, "unsupported-media-type"),
        Arguments.of("multipart/form-data; boundary=x", "--x", 400, "malformed-body"),
        Arguments.of("multipart/form-data; boundary=x", "--x--\r\n", 422, "invalid-field"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void what_is_no_picture_is_refused(String type, String body, int status, String problem)
      throws Exception {
    Reply reply =
        server.send(
            server
                .request(ARTIFACTS)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));

    Client.assertProblem(Contract.kept("POST /artifacts", reply), status, problem);
  }

  @Test
  void a_form_with_another_part_is_refused_by_its_name() throws Exception {
    Reply reply = form("picture", new byte[] {'x'});

    Client.assertProblem(reply, 422, "invalid-field");
    assertThat(reply.text("/field")).isEqualTo("picture");
  }

  private static Reply form(String field, byte[] file) throws Exception {
    String head =
        "--b\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"a.png\"\r\n\r\n";
    return server.send(
        server
            .request(ARTIFACTS)
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(
                BodyPublishers.concat(
                    BodyPublishers.ofByteArray(head.getBytes(StandardCharsets.UTF_8)),
                    BodyPublishers.ofByteArray(file),
                    BodyPublishers.ofString("\r\n--b--\r\n"))));
  }

  private static HttpResponse<byte[]> content(String id, String... header) throws Exception {
    HttpRequest.Builder request =
        server.request(ARTIFACTS + "/" + id + "/content").timeout(Duration.ofSeconds(30));
    if (header.length > 0) {
      request.header(header[0], header[1]);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
  }
}

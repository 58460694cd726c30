package dev.atelier.api.apimart;

import static dev.atelier.api.apimart.Client.assertError;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** References that come ahead of their tasks. */
@Timeout(120)
class UploadsTest {
  private static final String PATH = "/apimart/v1/uploads/images";
  private static final String INVALID = "invalid_request_error";
  private static final String HEAD = "name=\"file\"; filename=\"photo.jpg\"";
  @TempDir Path directory;
  private ApiServer server;
  private Client client;

  @BeforeEach
  void start() throws Exception {
    server = ApiServer.start(directory);
    client = new Client(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif"})
  void a_picture_is_told_by_its_content(String format) throws Exception {
    byte[] image = Samples.image(format, 64, 48);
    Reply reply = upload(HEAD, image);

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.json().propertyNames())
        .containsExactly("url", "filename", "content_type", "bytes", "created_at");
    assertThat(reply.text("/filename")).isEqualTo("photo.jpg");
    assertThat(reply.text("/content_type")).isEqualTo("image/" + format);
    assertThat(reply.json().path("bytes").intValue()).isEqualTo(image.length);
    assertThat(reply.json().path("created_at").longValue())
        .isEqualTo(server.clock.instant().getEpochSecond());
    assertThat(reply.text("/url"))
        .startsWith(server.uri("/files/").toString())
        .contains("photo.jpg");
  }

  @Test
  void its_url_is_a_reference_for_72_hours() throws Exception {
    String url = upload(HEAD, Samples.png(64, 48)).text("/url");
    String task = "\"image_urls\":[\"" + url + "\"]";

    server.clock.advance(Duration.ofDays(3).minusSeconds(1));
    var request = (ImageRequest.Edit) client.ordered(client.submit(task));
    assertThat(request.images()).hasSize(1);

    server.clock.advance(Duration.ofSeconds(1));
    assertError(client.submit(task), 400, INVALID);
  }

  @Test
  void its_url_is_of_no_use_to_another_tenant() throws Exception {
    String url = upload(HEAD, Samples.png(64, 48)).text("/url");
    String stranger = server.key(new TenantId("stranger"), Scope.all());
    String body = "{\"prompt\":\"fox\",\"image_urls\":[\"" + url + "\"]}";

    assertError(
        server.send(
            server.json(Client.SUBMIT, body).setHeader("Authorization", "Bearer " + stranger)),
        400,
        INVALID);
  }

  @Test
  void a_gif_is_stored_but_no_task_can_use_it() throws Exception {
    String url = upload(HEAD, Samples.image("gif", 64, 48)).text("/url");

    Reply reply = client.submit("\"image_urls\":[\"" + url + "\"]");

    assertError(reply, 400, INVALID);
    assertThat(reply.text("/error/message")).startsWith("image_urls[0]: ");
  }

  @Test
  void without_a_file_name_it_gets_one() throws Exception {
    Reply reply = upload("name=\"file\"", Samples.png(8, 8));

    assertThat(reply.text("/filename")).isEqualTo("image.png");
  }

  @Test
  void a_file_name_cannot_leave_its_place() throws Exception {
    Reply reply = upload("name=\"file\"; filename=\"../../é?x.png\"", Samples.png(8, 8));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text("/url")).matches("http://[^/]+/files/[0-9a-f-]{36}/[A-Za-z0-9._-]+\\?.*");
  }

  @Test
  void a_form_without_a_file_or_with_two_is_refused() throws Exception {
    Reply none = upload("name=\"image\"", "x".getBytes(ISO_8859_1));
    assertError(none, 400, INVALID);
    assertThat(none.text("/error/param")).isEqualTo("file");

    byte[] image = Samples.png(8, 8);
    Reply two = send(form(part(HEAD, image), part(HEAD, image)));
    assertError(two, 400, INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not a picture",
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "GIF89a",
        "RIFF"
      })
  void anything_else_is_no_picture(String content) throws Exception {
    assertError(upload(HEAD, content.getBytes(ISO_8859_1)), 400, INVALID);
  }

  @Test
  void more_than_20_megabytes_are_too_many() throws Exception {
    assertError(upload(HEAD, new byte[21_000_000]), 413, INVALID);
    byte[] little = new byte[(20 << 20) + 1];
    assertError(upload(HEAD, little), 413, INVALID);
  }

  @Test
  void another_type_or_a_broken_form_is_refused() throws Exception {
    assertError(server.post(PATH, "{}"), 415, INVALID);
    Reply cut =
        server.send(
            server
                .request(PATH)
                .header("Content-Type", "multipart/form-data; boundary=b1")
                .POST(BodyPublishers.ofString("--b1\r\nContent-Dis")));
    assertError(cut, 400, INVALID);
  }

  @Test
  void without_a_key() throws Exception {
    var request = HttpRequest.newBuilder(server.uri(PATH)).POST(BodyPublishers.noBody());

    assertError(server.send(request), 401, "authentication_error");
  }

  private Reply upload(String head, byte[] content) throws Exception {
    return send(form(part(head, content)));
  }

  private Reply send(byte[] form) throws Exception {
    return server.send(
        server
            .request(PATH)
            .header("Content-Type", "multipart/form-data; boundary=b1")
            .POST(BodyPublishers.ofByteArray(form)));
  }

  private static byte[] part(String head, byte[] content) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        ("--b1\r\nContent-Disposition: form-data; " + head + "\r\n\r\n")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    bytes.writeBytes(content);
    bytes.writeBytes("\r\n".getBytes(ISO_8859_1));
    return bytes.toByteArray();
  }

  private static byte[] form(byte[]... parts) {
    var bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    bytes.writeBytes("--b1--\r\n".getBytes(ISO_8859_1));
    return bytes.toByteArray();
  }
}

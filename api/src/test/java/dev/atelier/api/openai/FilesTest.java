package dev.atelier.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.FakeProvider;
import dev.atelier.queue.JobState;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Files for vision. */
@Timeout(120)
class FilesTest {
  private static final byte[] PNG = Samples.png(64, 48);
  private static final String INVALID = "invalid_request_error";
  @TempDir Path directory;
  private final Held held = new Held();
  private ApiServer server;

  @BeforeEach
  void start() throws Exception {
    server = ApiServer.start(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1", "/openai/v1", "/openai"})
  void a_file_is_uploaded_found_and_deleted(String mount) throws Exception {
    Reply uploaded = server.send(form(mount + "/files", vision().file("file", PNG)));
    assertThat(uploaded.status()).as(uploaded.body()).isEqualTo(200);
    ImagesSchema.assertValid("FileObject", uploaded.body());
    long now = server.clock.instant().getEpochSecond();
    String id = uploaded.text("/id");
    assertThat(id).matches("file-[0-9a-f]{32}");
    assertThat(uploaded.body())
        .isEqualTo(
            """
            {"object":"file","id":"%s","purpose":"vision","filename":"a.png","bytes":%s,\
            "created_at":%s,"expires_at":%s,"status":"processed","status_details":null}\
            """
                .formatted(id, PNG.length, now, now + Duration.ofDays(30).toSeconds()));

    String file = mount + "/files/" + id;
    assertThat(server.get(file).body()).isEqualTo(uploaded.body());

    Reply deleted = server.send(server.request(file).DELETE());
    ImagesSchema.assertValid("FileDeleted", deleted.body());
    assertThat(deleted.text("/id")).isEqualTo(id);
    assertMissing(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif"})
  void content_is_given_back_byte_for_byte(String format) throws Exception {
    byte[] image = Samples.image(format, 64, 48);
    Reply uploaded = upload(vision().file("file", image));
    String content = "/v1/files/" + uploaded.text("/id") + "/content";

    assertThat(server.bytes(server.request(content).header("Accept", "application/binary")))
        .isEqualTo(image);
    assertThat(server.get(content).header("content-type")).hasValue("image/" + format);
    assertThat(server.get(content).header("content-length"))
        .hasValue(Integer.toString(image.length));
  }

  @Test
  void user_data_is_kept_too_and_a_part_needs_no_name() throws Exception {
    Reply uploaded =
        upload(
            new FormBody()
                .text("purpose", "user_data")
                .part("Content-Disposition: form-data; name=\"file\"", PNG));

    assertThat(uploaded.text("/purpose")).isEqualTo("user_data");
    assertThat(uploaded.text("/filename")).isEqualTo("upload");
  }

  @Test
  void a_file_expires_when_its_upload_says() throws Exception {
    Reply uploaded =
        upload(
            vision()
                .text("expires_after[anchor]", "created_at")
                .text("expires_after[seconds]", "3600")
                .file("file", PNG));
    String id = uploaded.text("/id");
    assertThat(uploaded.json().path("expires_at").longValue())
        .isEqualTo(server.clock.instant().getEpochSecond() + 3600);

    server.clock.advance(Duration.ofSeconds(3599));
    assertThat(server.get("/v1/files/" + id).status()).isEqualTo(200);
    assertThat(edit(id).status()).isEqualTo(200);

    server.clock.advance(Duration.ofSeconds(1));
    assertMissing(id);
    assertThat(server.get("/v1/files").json().path("data").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "purpose=|purpose|string_below_min_length",
        "purpose=batch|purpose|null",
        "purpose=fine-tune|purpose|null",
        "purpose=visions|purpose|null",
        "user=x|user|unknown_parameter",
        "expires_after[seconds]=3600|expires_after[anchor]|missing_required_parameter",
        "expires_after[anchor]=created_at|expires_after[seconds]|missing_required_parameter",
        "expires_after[anchor]=now|expires_after[anchor]|invalid_value",
        "expires_after[anchor]=created_at&expires_after[seconds]=3599"
            + "|expires_after[seconds]|integer_below_min_value",
        "expires_after[anchor]=created_at&expires_after[seconds]=2592001"
            + "|expires_after[seconds]|integer_above_max_value",
        "expires_after[anchor]=created_at&expires_after[seconds]=long"
            + "|expires_after[seconds]|invalid_type"
      })
  void a_wrong_field_is_refused(String fields, String param, String code) throws Exception {
    FormBody form = vision();
    for (String pair : fields.split("&")) {
      String[] parts = pair.split("=", 2);
      form.text(parts[0], parts[1]);
    }

    new Answer(upload(form.file("file", PNG)).http()).assertError(400, INVALID, param, code);
    assertThat(server.get("/v1/files").json().path("data").isEmpty()).isTrue();
  }

  @Test
  void an_upload_without_a_purpose_or_a_file_or_with_two_is_refused() throws Exception {
    new Answer(upload(new FormBody().file("file", PNG)).http())
        .assertError(400, INVALID, "purpose", "missing_required_parameter");
    new Answer(upload(vision()).http())
        .assertError(400, INVALID, "file", "missing_required_parameter");
    new Answer(upload(vision().file("file", PNG).file("file", PNG)).http())
        .assertError(400, INVALID, "file", "array_above_max_length");
    new Answer(server.post("/v1/files", "{\"purpose\":\"vision\"}").http())
        .assertError(400, INVALID, "null", "null");
    new Answer(upload(vision().file("file", PNG).truncated()).http())
        .assertError(400, INVALID, "null", "null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "%PDF-1.7 ...", "{\"custom_id\":\"1\"}", "GIF89a"})
  void what_is_no_picture_is_refused(String content) throws Exception {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);

    new Answer(upload(vision().file("file", bytes)).http())
        .assertError(400, INVALID, "file", "invalid_value");
  }

  @Test
  void an_endless_name_is_refused() throws Exception {
    String head =
        "Content-Disposition: form-data; name=\"file\"; filename=\"" + "n".repeat(256) + '"';

    new Answer(upload(vision().part(head, PNG)).http())
        .assertError(400, INVALID, "filename", "string_above_max_length");
  }

  @Test
  void more_than_50_mb_is_too_large() throws Exception {
    byte[] huge = new byte[(50 << 20) + 1];
    System.arraycopy(PNG, 0, huge, 0, PNG.length);

    new Answer(upload(vision().file("file", huge)).http())
        .assertError(413, INVALID, "null", "request_too_large");
    new Answer(upload(vision().file("file", new byte[51 << 20])).http())
        .assertError(413, INVALID, "null", "request_too_large");
  }

  @Test
  void files_are_listed_newest_first_page_by_page() throws Exception {
    String first = uploadedLater();
    String second = uploadedLater();
    String third = uploadedLater();

    Reply all = server.get("/v1/files");
    ImagesSchema.assertValid("FileList", all.body());
    assertThat(all.json().path("data").findValuesAsString("id"))
        .containsExactly(third, second, first);
    assertThat(all.json().path("has_more").booleanValue()).isFalse();

    Reply page = server.get("/v1/files?limit=2");
    assertThat(page.json().path("has_more").booleanValue()).isTrue();
    assertThat(page.text("/first_id")).isEqualTo(third);
    assertThat(page.text("/last_id")).isEqualTo(second);
    assertThat(ids("/v1/files?limit=2&after=" + second)).containsExactly(first);
    assertThat(ids("/v1/files?order=asc&limit=1&after=" + first)).containsExactly(second);
    assertThat(ids("/v1/files?purpose=vision")).hasSize(3);
    assertThat(ids("/v1/files?purpose=batch")).isEmpty();
  }

  @Test
  void a_list_of_nothing_has_an_empty_first_and_last() throws Exception {
    Reply none = server.get("/v1/files");

    ImagesSchema.assertValid("FileList", none.body());
    assertThat(none.body())
        .isEqualTo(
            "{\"object\":\"list\",\"data\":[],\"has_more\":false,\"first_id\":\"\",\"last_id\":\"\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0,limit,integer_below_min_value",
    "limit=10001,limit,integer_above_max_value",
    "limit=ten,limit,invalid_type",
    "order=up,order,invalid_value",
    "after=x,after,invalid_value"
  })
  void a_wrong_page_is_refused(String query, String param, String code) throws Exception {
    new Answer(server.get("/v1/files?" + query).http()).assertError(400, INVALID, param, code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file-00000000000070008000000000000000",
        "file-nope",
        "FILE-00000000000070008000000000000000",
        "nope",
        "file-%25"
      })
  void an_id_that_names_nothing_is_not_found(String id) throws Exception {
    assertMissing(id);
  }

  @Test
  void a_stranger_s_file_is_not_found() throws Exception {
    String id = upload(vision().file("file", PNG)).text("/id");
    String stranger = "Bearer " + server.key(new TenantId("stranger"), Scope.all());

    for (HttpRequest.Builder request :
        new HttpRequest.Builder[] {
          server.request("/v1/files/" + id).GET(),
          server.request("/v1/files/" + id + "/content").GET(),
          server.request("/v1/files/" + id).DELETE(),
          server.json("/v1/images/edits", edit("{\"file_id\":\"" + id + "\"}", ""))
        }) {
      new Answer(server.send(request.setHeader("Authorization", stranger)).http())
          .assertError(404, INVALID, "id", "null");
    }
    assertThat(
            server
                .send(server.request("/v1/files").setHeader("Authorization", stranger))
                .json()
                .path("data")
                .isEmpty())
        .isTrue();
    assertThat(server.get("/v1/files/" + id).status()).isEqualTo(200);
  }

  @Test
  void a_key_that_only_reads_neither_uploads_nor_deletes() throws Exception {
    String id = upload(vision().file("file", PNG)).text("/id");
    String reader = "Bearer " + server.key(TenantId.DEFAULT, Set.of(Scope.READ));

    for (HttpRequest.Builder request :
        new HttpRequest.Builder[] {
          form("/v1/files", vision().file("file", PNG)), server.request("/v1/files/" + id).DELETE()
        }) {
      new Answer(server.send(request.setHeader("Authorization", reader)).http())
          .assertError(403, INVALID, "null", "null");
    }
    assertThat(
            server
                .send(server.request("/v1/files/" + id).setHeader("Authorization", reader))
                .status())
        .isEqualTo(200);
  }

  @Test
  void an_edit_works_from_files() throws Exception {
    String image = upload(vision().file("file", PNG)).text("/id");
    String mask = upload(vision().file("file", Samples.mask(64, 48))).text("/id");

    Reply reply =
        server.post(
            "/v1/images/edits",
            edit(
                "{\"file_id\":\"%s\"},{\"image_url\":\"%s\"}"
                    .formatted(image, Samples.dataUrl(Samples.png(8, 8))),
                ",\"mask\":{\"file_id\":\"" + mask + "\"}"));

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    var request = (ImageRequest.Edit) server.provider.calls().getLast().request();
    assertThat(request.images()).hasSize(2);
    assertThat(request.images().getFirst().bytes()).isEqualTo(PNG.length);
    assertThat(request.mask()).isPresent();
  }

  @Test
  void a_file_and_the_same_bytes_in_the_request_are_the_same_wish() throws Exception {
    String id = upload(vision().file("file", PNG)).text("/id");
    Reply inline =
        server.post(
            "/v1/images/edits", edit("{\"image_url\":\"" + Samples.dataUrl(PNG) + "\"}", ""));
    Reply named =
        server.send(
            server
                .json("/v1/images/edits", edit("{\"file_id\":\"" + id + "\"}", ""))
                .header("X-Stainless-Retry-Count", "1"));

    assertThat(named.header("x-atelier-job")).isEqualTo(inline.header("x-atelier-job"));
  }

  @Test
  void a_mask_that_does_not_fit_is_named() throws Exception {
    String image = upload(vision().file("file", PNG)).text("/id");
    String mask = upload(vision().file("file", Samples.mask(8, 8))).text("/id");

    new Answer(
            server
                .post(
                    "/v1/images/edits",
                    edit(
                        "{\"file_id\":\"" + image + "\"}",
                        ",\"mask\":{\"file_id\":\"" + mask + "\"}"))
                .http())
        .assertError(400, "image_generation_user_error", "mask.file_id", "invalid_image_file");
  }

  @Test
  void a_gif_is_kept_but_no_edit_can_use_it() throws Exception {
    String id = upload(vision().file("file", Samples.image("gif", 64, 48))).text("/id");

    new Answer(edit(id).http())
        .assertError(400, "image_generation_user_error", "null", "invalid_image_file");
  }

  @Test
  void a_job_outlives_the_file_it_works_from() throws Exception {
    server.close();
    server = ApiServer.start(directory.resolve("again"), s -> s.withConcurrency(1).with(blocked()));
    String id = upload(vision().file("file", PNG)).text("/id");
    server.post("/v1/images/generations/async", "{\"prompt\":\"first in the line\"}");
    held.awaitBegun();
    Reply waiting = server.post("/v1/images/edits/async", edit("{\"file_id\":\"" + id + "\"}", ""));
    assertThat(waiting.status()).isEqualTo(202);

    server.send(server.request("/v1/files/" + id).DELETE());
    server.sweep();
    assertMissing(id);
    held.release();

    var job = new JobId(UUID.fromString(waiting.header("x-atelier-job").orElseThrow()));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> server.state(job) == JobState.SUCCEEDED);
    try (InputStream in = server.provider.calls().getLast().inputs().getFirst().open()) {
      assertThat(in.readAllBytes()).isEqualTo(PNG);
    }
  }

  private FakeProvider blocked() {
    return FakeProvider.paid().answers(held);
  }

  private String uploadedLater() throws Exception {
    server.clock.advance(Duration.ofSeconds(1));
    return upload(vision().file("file", PNG)).text("/id");
  }

  private void assertMissing(String id) throws Exception {
    for (HttpRequest.Builder request :
        new HttpRequest.Builder[] {
          server.request("/v1/files/" + id).GET(),
          server.request("/v1/files/" + id + "/content").GET(),
          server.request("/v1/files/" + id).DELETE(),
        }) {
      JsonNode error =
          new Answer(server.send(request).http()).assertError(404, INVALID, "id", "null");
      assertThat(error.path("message").stringValue()).startsWith("No such File object: ");
    }
    new Answer(edit(id).http()).assertError(404, INVALID, "id", "null");
  }

  private Iterable<String> ids(String path) throws Exception {
    return server.get(path).json().path("data").findValuesAsString("id");
  }

  private static FormBody vision() {
    return new FormBody().text("purpose", "vision");
  }

  private Reply upload(FormBody form) throws Exception {
    return server.send(form("/v1/files", form));
  }

  private HttpRequest.Builder form(String path, FormBody form) {
    return server
        .request(path)
        .header("Content-Type", form.contentType())
        .POST(BodyPublishers.ofByteArray(form.bytes()));
  }

  private Reply edit(String fileId) throws Exception {
    return server.post("/v1/images/edits", edit("{\"file_id\":\"" + fileId + "\"}", ""));
  }

  private static String edit(String images, String more) {
    return "{\"prompt\":\"a hat\",\"size\":\"1024x640\",\"quality\":\"low\",\"images\":[%s]%s}"
        .formatted(images, more);
  }
}

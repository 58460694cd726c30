package dev.atelier.api.seaart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Local files, taken the way the vendor's command line sends them. */
@Timeout(120)
class UploadsTest {
  private static final String UPLOAD = "/api/v1/storage/files";
  @TempDir Path directory;
  private ApiServer server;
  private VendorCommandLine client;

  @BeforeEach
  void start() throws Exception {
    server = ApiServer.start(directory);
    client = new VendorCommandLine(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_small_file_travels_inside_the_submission() throws Exception {
    Reply reply = client.edit(Samples.noise(400, 300), "\"size\":\"auto\"");

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(client.uploads()).isEmpty();
    assertThat(client.edited(reply).images()).hasSize(1);
  }

  @Test
  void a_large_file_is_uploaded_first_and_referred_to() throws Exception {
    byte[] large = Samples.noise(2048, 1800);
    assertThat(large.length).isGreaterThan(10 << 20);

    Reply reply = client.edit(large, "\"size\":\"auto\"");

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(client.uploads()).hasSize(1);
    assertThat(client.uploads().getFirst())
        .matches(server.uri("/files/") + "[0-9a-f-]{36}/house\\.png\\?.*");
    assertThat(client.edited(reply).images().getFirst().bytes()).isEqualTo(large.length);
  }

  @Test
  void what_was_refused_inline_is_uploaded_and_submitted_once_more() throws Exception {
    byte[] image = Samples.png(64, 48);
    Reply refused = client.submit("\"not base64!\"", "\"n\":1");
    assertThat(refused.status()).isEqualTo(422);

    Reply reply = client.submit("\"" + client.upload(image) + "\"", "\"n\":1");

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(client.edited(reply).images().getFirst().bytes()).isEqualTo(image.length);
    assertThat(server.jobs()).isEqualTo(1);
  }

  @Test
  void what_is_wrong_in_itself_is_refused_both_times_and_makes_no_task() throws Exception {
    Reply reply = client.edit(Samples.png(64, 48), "\"size\":\"512x512\"");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(client.submissions()).isEqualTo(2);
    assertThat(client.uploads()).hasSize(1);
    assertThat(server.jobs()).isZero();
    assertThat(server.provider.calls()).isEmpty();
  }

  @Test
  void a_link_works_for_a_day() throws Exception {
    String url = "[\"" + client.upload(Samples.png(64, 48)) + "\"]";

    server.clock.advance(Duration.ofDays(1).minusSeconds(1));
    assertThat(client.submit(url, "\"n\":1").status()).isEqualTo(200);
    server.clock.advance(Duration.ofSeconds(1));
    assertThat(client.submit(url, "\"n\":1").status()).isEqualTo(422);
  }

  @Test
  void a_link_is_of_no_use_to_another_tenant() throws Exception {
    String body = "{\"prompt\":\"fox\",\"images\":\"" + client.upload(Samples.png(64, 48)) + "\"}";
    String stranger = server.key(new TenantId("stranger"), Scope.all());

    Reply reply =
        server.send(
            server
                .json(VendorCommandLine.EDIT, body)
                .setHeader("Authorization", "Bearer " + stranger));

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text("/detail")).startsWith("images: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not a picture", "<svg xmlns='http://www.w3.org/2000/svg'/>", "RIFF"})
  void only_pictures_are_taken(String content) throws Exception {
    Reply reply = client.post(content.getBytes(ISO_8859_1));

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text("/detail")).startsWith("file: the picture ");
    assertThat(server.stagedFiles()).isZero();
  }

  @Test
  void more_than_any_task_could_use_is_too_much() throws Exception {
    Reply reply = client.post(new byte[51 << 20]);

    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.text("/detail")).contains("larger than");
  }

  @Test
  void without_a_file_or_a_form() throws Exception {
    assertThat(client.post("image", "x".getBytes(ISO_8859_1)).status()).isEqualTo(422);
    assertThat(server.post(UPLOAD, "{}").status()).isEqualTo(415);
  }

  @Test
  void a_key_is_needed_that_may_generate() throws Exception {
    var bare = HttpRequest.newBuilder(server.uri(UPLOAD)).POST(BodyPublishers.noBody());
    Reply none = server.send(bare);
    assertThat(none.status()).isEqualTo(401);
    assertThat(none.text("/error/code")).isEqualTo("UNAUTHORIZED");

    String reader = server.key(TenantId.DEFAULT, Set.of(Scope.READ));
    assertThat(
            server
                .send(server.json(UPLOAD, "{}").setHeader("Authorization", "Bearer " + reader))
                .status())
        .isEqualTo(403);
  }

  @Test
  void nothing_beside_that_path_is_taken() throws Exception {
    assertThat(server.get(UPLOAD).body()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
    assertThat(server.post(UPLOAD + "/x", "{}").body())
        .isEqualTo("{\"detail\":\"Not Found. Try POST /api/v1/storage/files.\"}");
    assertThat(server.post("/api/v1/storages", "{}").body())
        .isEqualTo("{\"detail\":\"Not Found. Try POST /api/v1/storage/files.\"}");
  }
}

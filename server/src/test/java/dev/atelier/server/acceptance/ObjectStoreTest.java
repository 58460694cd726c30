package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImagesResponse;
import dev.atelier.server.PrintedCommand;
import dev.atelier.storage.s3.DisturbedStore;
import dev.atelier.storage.s3.DisturbedStore.Trouble;
import dev.atelier.storage.s3.S3Location;
import dev.atelier.storage.s3.S3Server;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole server with its pictures in a bucket, and none in its data directory. */
@Timeout(180)
class ObjectStoreTest {
  private static final byte[] SNAPSHOT =
      Pixels.draw("jpg", 600, 400, BufferedImage.TYPE_INT_RGB, (x, y) -> x * 7 + y * 3);

  @TempDir private Path directory;
  private final S3Location location = S3Server.location();

  @Test
  void pictures_are_made_fetched_edited_and_deleted_in_a_bucket() throws Exception {
    try (var server = start(S3Server.running().endpoint(), Map.of())) {
      URI link = link(server);
      HttpResponse<byte[]> whole = fetch(server, HttpRequest.newBuilder(link));
      assertThat(whole.statusCode()).isEqualTo(200);
      assertThat(Pixels.size(Pixels.decode(whole.body()))).isEqualTo("1024x640");
      HttpResponse<byte[]> part =
          fetch(server, HttpRequest.newBuilder(link).setHeader("Range", "bytes=100-299"));
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 100, 300));

      assertThat(edited(server, link)).isEqualTo("1024x640");
      JsonNode job = ownJob(server);
      String artifact = job.at("/images/0/artifact").stringValue();
      HttpResponse<byte[]> content =
          fetch(server, server.request("/api/v1/artifacts/" + artifact + "/content"));
      assertThat(content.statusCode()).isEqualTo(200);
      assertThat(
              fetch(server, server.request("/api/v1/artifacts/" + artifact + "/thumbnail"))
                  .statusCode())
          .isEqualTo(200);

      assertThat(S3Server.running().contents(location)).hasSizeGreaterThanOrEqualTo(4);
      assertThat(finished()).isEmpty();

      assertThat(server.send(server.request("/api/v1/artifacts/" + artifact).DELETE()).statusCode())
          .isEqualTo(204);
      assertThat(
              fetch(server, server.request("/api/v1/artifacts/" + artifact + "/content"))
                  .statusCode())
          .isEqualTo(404);

      assertThat(server.send(server.request("/api/v1/tenants/default/data").DELETE()).statusCode())
          .isEqualTo(200);
      assertThat(S3Server.running().contents(location)).as("erased").isEmpty();
    }
  }

  @Test
  void links_may_lead_into_the_bucket() throws Exception {
    try (var server = start(S3Server.running().endpoint(), Map.of("storage.links", "redirect"))) {
      URI link = link(server);

      HttpResponse<byte[]> told = fetch(server, HttpRequest.newBuilder(link));
      assertThat(told.statusCode()).isEqualTo(302);
      URI address = URI.create(told.headers().firstValue("location").orElseThrow());
      assertThat(address.getPort()).isEqualTo(S3Server.running().endpoint().getPort());
      HttpResponse<byte[]> file = fetch(server, HttpRequest.newBuilder(address));

      assertThat(file.statusCode()).isEqualTo(200);
      assertThat(file.headers().firstValue("content-type")).contains("image/webp");
      assertThat(Pixels.size(Pixels.decode(file.body()))).isEqualTo("1024x640");
      HttpResponse<byte[]> head =
          fetch(
              server,
              HttpRequest.newBuilder(link).method("HEAD", HttpRequest.BodyPublishers.noBody()));
      assertThat(head.statusCode()).as("an address is good for GET alone").isEqualTo(200);
    }
  }

  @Test
  void while_the_bucket_is_away_nothing_is_taken_and_nothing_is_lost() throws Exception {
    try (var store = new DisturbedStore(S3Server.open());
        var server =
            start(
                store.endpoint(),
                Map.of("s3.timeout", "6s", "delivery.repeated-image", "accept"))) {
      URI kept = link(server);
      store.all(Trouble.BUSY);
      var taken = CompletableFuture.supplyAsync(() -> generate(server, "b64_json"));

      await().atMost(Duration.ofSeconds(60)).until(() -> ready(server) == 503);
      HttpResponse<String> refused = generate(server, "b64_json");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("retry-after")).isPresent();
      assertThat(json(refused.body()).at("/error/code").stringValue())
          .isEqualTo("server_is_overloaded");
      HttpResponse<String> own =
          server.postJson("/api/v1/jobs", "{\"prompt\":\"a red apple\",\"format\":\"webp\"}");
      assertThat(own.statusCode()).isEqualTo(503);
      assertThat(own.body()).contains("object store cannot be reached");
      assertThat(server.get("/readyz").body()).contains("object store cannot be reached");
      assertThat(fetch(server, HttpRequest.newBuilder(kept)).statusCode()).isEqualTo(503);
      assertThat(taken).isNotDone();

      store.all(Trouble.NONE);
      await().atMost(Duration.ofSeconds(60)).until(() -> ready(server) == 200);
      assertThat(taken.join().statusCode()).as("what was taken is made").isEqualTo(200);
      assertThat(generate(server, "b64_json").statusCode()).isEqualTo(200);
      assertThat(fetch(server, HttpRequest.newBuilder(kept)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_backup_has_the_pictures_of_the_bucket_and_restores_them_as_files() throws Exception {
    byte[] picture;
    URI link;
    try (var server = start(S3Server.running().endpoint(), Map.of())) {
      link = link(server);
      picture = fetch(server, HttpRequest.newBuilder(link)).body();
      String backup = directory.resolve("backup").toString();
      PrintedCommand.textOf(command("backup", backup));
      PrintedCommand.textOf(
          List.of("restore", backup, "--data", directory.resolve("restored").toString()));
    }

    String data = directory.resolve("restored").toString();
    try (var restored = LiveServer.start(Map.of("data", data))) {
      URI same = restored.uri(link.getRawPath() + "?" + link.getRawQuery());
      assertThat(fetch(restored, HttpRequest.newBuilder(same)).body()).isEqualTo(picture);
    }
  }

  @Test
  void the_doctor_tries_the_bucket_out_and_tells_no_secret() throws Exception {
    PrintedCommand well = PrintedCommand.run(command("doctor", "--json"));

    assertThat(well.code()).isZero();
    assertThat(well.text())
        .contains("written, read, listed and deleted")
        .doesNotContain(S3Server.CREDENTIALS.secretKey());
    assertThat(S3Server.running().contents(location)).isEmpty();
  }

  /** One that reads the same settings from a file. */
  private List<String> command(String... words) throws IOException {
    Path settings = directory.resolve("atelier.yaml");
    Files.writeString(
        settings,
        """
        data: %s
        port: 0
        storage: s3://%s/%s
        s3: {endpoint: "%s", path-style: true, access-key: %s, secret-key: %s}
        """
            .formatted(
                directory.resolve("data"),
                location.bucket(),
                location.prefix(),
                S3Server.running().endpoint(),
                S3Server.CREDENTIALS.accessKey(),
                S3Server.CREDENTIALS.secretKey()));
    return Stream.concat(Stream.of(words), Stream.of("--config", settings.toString())).toList();
  }

  private LiveServer start(URI endpoint, Map<String, String> more) {
    var settings = new HashMap<>(S3Server.settings(location, endpoint));
    settings.put("data", directory.resolve("data").toString());
    settings.putAll(more);
    return LiveServer.start(settings);
  }

  /** Files of the data directory in which pictures could lie. */
  private List<Path> finished() throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve("data"))) {
      return all.filter(Files::isRegularFile)
          .filter(file -> {
            String name = String.valueOf(file.getFileName());
            return !name.startsWith("atelier.db") && size(file) > 1_000;
          })
          .toList();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int ready(LiveServer server) {
    return server.get("/readyz").statusCode();
  }

  private static URI link(LiveServer server) {
    HttpResponse<String> answer = generate(server, "url");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return URI.create(json(answer.body()).at("/data/0/url").stringValue());
  }

  private static HttpResponse<String> generate(LiveServer server, String form) {
    return server.postJson(
        "/v1/images/generations",
        """
        {"model":"gpt-image-2","prompt":"a boat on a lake","size":"1024x640","quality":"low",\
        "output_format":"webp","response_format":"%s"}\
        """
            .formatted(form));
  }

  /** One of an upload and a stored picture. */
  private static String edited(LiveServer server, URI link) {
    try (var sdk = server.sdk()) {
      ImagesResponse made =
          sdk.edit(
              ImageEditParams.builder()
                  .prompt("make it winter")
                  .image(new ByteArrayInputStream(SNAPSHOT))
                  .size("1024x640"));
      assertThat(Pixels.size(Pixels.decode(Pixels.bytes(made, 0)))).isEqualTo("1024x640");
    }
    HttpResponse<String> answer =
        server.postJson(
            "/v1/images/edits",
            """
            {"prompt":"add a boat","size":"1024x640","quality":"low",\
            "images":[{"image_url":"%s"}]}\
            """
                .formatted(link));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    byte[] picture =
        Base64.getDecoder().decode(json(answer.body()).at("/data/0/b64_json").stringValue());
    return Pixels.size(Pixels.decode(picture));
  }

  private static JsonNode ownJob(LiveServer server) {
    HttpResponse<String> answer =
        server.postJson("/api/v1/jobs", "{\"prompt\":\"a red apple\",\"format\":\"webp\"}");
    String id = json(answer.body()).path("id").stringValue();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            "succeeded"
                .equals(json(server.get("/api/v1/jobs/" + id).body()).path("state").stringValue()));
    return json(server.get("/api/v1/jobs/" + id).body());
  }

  private static HttpResponse<byte[]> fetch(LiveServer server, HttpRequest.Builder request) {
    return server.send(request, BodyHandlers.ofByteArray());
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}

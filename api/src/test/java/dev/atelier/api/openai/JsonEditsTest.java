package dev.atelier.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.atelier.api.Setup;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.provider.Call;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Edits as JSON. */
@Timeout(120)
class JsonEditsTest {
  private static final byte[] PNG = Images.png(64, 48);
  private static final byte[] JPEG = Images.jpeg(32, 32);
  private static final byte[] MASK = Images.mask(64, 48);
  private static final String INVALID = "invalid_request_error";
  @TempDir static Path directory;
  private static LocalServer server;

  @BeforeAll
  static void start() throws Exception {
    server = LocalServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void nothing_stays_staged() throws Exception {
    assertThat(server.stagedFiles()).isZero();
  }

  @Test
  void json_with_data_urls_and_a_mask() throws Exception {
    Answer answer =
        server.edit(
            """
            {"model":"gpt-image-2","prompt":"a red bow","n":1,"size":"1024x640","quality":"low",
             "images":[{"image_url":"%s"},{"image_url":"%s"}],"mask":{"image_url":"%s"}}
            """
                .formatted(
                    Images.dataUrl("image/png", PNG),
                    Images.dataUrl("image/jpeg", JPEG),
                    Images.dataUrl("image/png", MASK)));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    ImagesSchema.assertValid("ImagesResponseOurs", answer.body());
    assertThat(lastCall().request()).isInstanceOf(ImageRequest.Edit.class);
    assertThat(inputs(lastCall())).containsExactly(PNG, JPEG);
    assertThat(bytes(lastCall().mask().orElseThrow())).isEqualTo(MASK);
  }

  @Test
  void json_as_codex_sends_it() throws Exception {
    Answer answer =
        server.edit(
            """
            {"images":[{"image_url":"%s"}],"prompt":"a red bow","background":"opaque",\
            "model":"gpt-image-2","quality":"auto","size":"auto","mask":null,"input_fidelity":null}
            """
                .formatted(Images.dataUrl("image/png", PNG)));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void json_and_form_make_the_same_request() throws Exception {
    Answer form = server.edit(form().text("n", "1").file("image", PNG));
    Answer json =
        server.send(
            server
                .json(
                    "/v1/images/edits",
                    "{\"prompt\":\"Put a hat on it\",\"images\":[{\"image_url\":\"%s\"}]}"
                        .formatted(Images.dataUrl("image/png", PNG)))
                .header("X-Stainless-Retry-Count", "1"));

    assertThat(json.header("x-atelier-job")).isEqualTo(form.header("x-atelier-job"));
  }

  @Test
  void json_with_a_url_that_is_fetched() throws Exception {
    HttpServer remote =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    remote.createContext(
        "/a.png",
        exchange -> {
          exchange.sendResponseHeaders(200, PNG.length);
          exchange.getResponseBody().write(PNG);
          exchange.close();
        });
    remote.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    remote.start();
    try {
      String base = "http://127.0.0.1:" + remote.getAddress().getPort();
      assertThat(server.edit(refs("{\"image_url\":\"" + base + "/a.png\"}")).status())
          .isEqualTo(200);
      assertThat(inputs(lastCall())).containsExactly(PNG);
      server
          .edit(refs("{\"image_url\":\"" + base + "/b.png\"}"))
          .assertError(400, INVALID, "images[0].image_url", "failed_to_download_image");
    } finally {
      remote.stop(0);
    }
  }

  @Test
  void json_with_one_of_our_own_links() throws Exception {
    String link =
        server
            .generate("{\"prompt\":\"x\",\"size\":\"1024x640\",\"response_format\":\"url\"}")
            .json()
            .path("data")
            .path(0)
            .path("url")
            .stringValue();

    Answer answer = server.edit(refs("{\"image_url\":\"" + link + "\"}"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(inputs(lastCall())).containsExactly(server.provider.png(new ImageSize(1024, 640)));
  }

  @Test
  void a_file_id_that_names_nothing_is_not_found() throws Exception {
    String published =
        ImagesSchema.examples().stream()
            .filter(example -> example.definition().equals("ImageEditJsonRequest"))
            .findFirst()
            .orElseThrow()
            .json();

    JsonNode error = server.edit(published).assertError(404, INVALID, "id", "null");

    assertThat(error.path("message").stringValue())
        .isEqualTo("No such File object: file-8b8J1x9SpFKobop9wFkAZs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7|images[0]|invalid_type",
        "null|images[0]|invalid_type",
        "{}|images[0].image_url|missing_required_parameter",
        "{'image_url':null}|images[0].image_url|missing_required_parameter",
        "{'image_url':7}|images[0].image_url|invalid_type",
        "{'image_url':''}|images[0].image_url|string_below_min_length",
        "{'image_url':'ftp://x/a.png'}|images[0].image_url|invalid_value",
        "{'image_url':'a b'}|images[0].image_url|invalid_value",
        "{'image_url':'data:image/png;base64'}|images[0].image_url|invalid_value",
        "{'image_url':'data:image/png;base64,a%b'}|images[0].image_url|invalid_value",
        "{'file_id':7}|images[0].file_id|invalid_type",
        "{'image_url':'http://x/a','file_id':'f'}|images[0]|invalid_value",
        "{'link':'http://x/a'}|images[0].link|unknown_parameter"
      })
  void a_bad_reference_is_named(String ref, String param, String code) throws Exception {
    server.edit(refs(ref.replace('\'', '"'))).assertError(400, INVALID, param, code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'prompt':'x'}|images|missing_required_parameter",
        "{'prompt':'x','images':null}|images|missing_required_parameter",
        "{'prompt':'x','images':7}|images|invalid_type",
        "{'prompt':'x','images':{}}|images.image_url|missing_required_parameter",
        "{'prompt':'x','images':[]}|images|array_below_min_length",
        "{'prompt':'x','image':[]}|image|array_below_min_length",
        "{'prompt':'x','picture':[]}|picture|unknown_parameter",
        "{'images':[{'file_id':'f'}]}|prompt|missing_required_parameter"
      })
  void bad_images_are_named(String json, String param, String code) throws Exception {
    server.edit(json.replace('\'', '"')).assertError(400, INVALID, param, code);
  }

  @Test
  void json_with_too_many_references() throws Exception {
    String ref = "{\"file_id\":\"f\"}";
    server
        .edit(refs(String.join(",", Collections.nCopies(17, ref))))
        .assertError(400, INVALID, "images", "array_above_max_length");
  }

  @Test
  void a_data_url_beyond_the_published_length_is_refused() throws Exception {
    String long64 = "data:image/png;base64," + "A".repeat(20_971_520);

    server
        .edit(refs("{\"image_url\":\"" + long64 + "\"}"))
        .assertError(400, INVALID, "images[0].image_url", "string_above_max_length");
  }

  @Test
  void json_that_ends_inside_a_picture_leaves_nothing() throws Exception {
    String half =
        "{\"prompt\":\"x\",\"images\":[{\"image_url\":\"" + Images.dataUrl("image/png", PNG);

    server.edit(half).assertError(400, INVALID, "null", "null");
  }

  @Test
  void a_picture_that_claims_another_type_is_taken_by_its_bytes() throws Exception {
    Answer answer =
        server.edit(refs("{\"image_url\":\"" + Images.dataUrl("image/webp", JPEG) + "\"}"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(lastCall().inputs().getFirst().format()).isEqualTo(OutputFormat.JPEG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:1/a.png", "http://[::1]/a", "http://169.254.169.254/x"})
  void private_networks_are_out_of_reach(String url) throws Exception {
    Path other = directory.resolve("guarded-" + Integer.toHexString(url.hashCode()));
    try (var guarded = LocalServer.start(other, Setup::withoutPrivateNetworks)) {
      guarded
          .edit(refs("{\"image_url\":\"" + url + "\"}"))
          .assertError(400, INVALID, "images[0].image_url", "failed_to_download_image");
    }
  }

  private static FormBody form() {
    return new FormBody().text("prompt", "Put a hat on it");
  }

  private static String refs(String refs) {
    return "{\"prompt\":\"Put a hat on it\",\"images\":[" + refs + "]}";
  }

  private static Call lastCall() {
    return server.provider.calls().getLast();
  }

  private static List<byte[]> inputs(Call call) throws IOException {
    var all = new ArrayList<byte[]>();
    for (Call.Input input : call.inputs()) {
      all.add(bytes(input));
    }
    return all;
  }

  private static byte[] bytes(Call.Input input) throws IOException {
    try (InputStream in = input.open()) {
      return in.readAllBytes();
    }
  }
}

package dev.atelier.api.responses;

import static dev.atelier.api.responses.Client.body;
import static dev.atelier.api.responses.Client.requireError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.api.ImageHost;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.InputImage;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Pictures that are worked on turn by turn. */
@Timeout(120)
class MultiTurnTest {
  private static final String PICTURE = Samples.dataUrl(Samples.png(64, 48));
  private static final String EDIT = ",\"action\":\"edit\"";

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

  @ParameterizedTest
  @ValueSource(strings = {"", EDIT, ",\"action\":\"auto\""})
  void the_previous_response_is_edited(String action) throws Exception {
    Reply first = client.fox("");
    Reply second = client.create(body("\"at night\"", action, previous(first)));

    assertThat(second.text("/output/0/action")).as(second.body()).isEqualTo("edit");
    assertThat(second.text("/previous_response_id")).isEqualTo(first.text("/id"));
    assertThat(edited()).hasSize(1);
    assertThat(edited().getFirst().size()).hasToString("1024x640");
    assertThat(lastCall().order().prompt().text()).isEqualTo("at night");
  }

  @Test
  void instructions_are_not_inherited() throws Exception {
    Reply first = client.fox(",\"instructions\":\"in ink\"");
    Reply second = client.create(body("\"at night\"", "", previous(first)));

    assertThat(second.json().path("instructions").isNull()).isTrue();
    assertThat(lastCall().order().prompt().text()).isEqualTo("at night");
  }

  @Test
  void a_response_without_a_picture_is_passed_over() throws Exception {
    Reply first = client.fox("");
    server.provider.answers(FakeProvider.Answer.of(new AttemptOutcome.Spent("nothing")));
    Reply failed = client.create(body("\"at dawn\"", "", previous(first)));
    String id = "resp_" + failed.header("x-atelier-job").orElseThrow().replace("-", "");

    Reply third =
        client.create(body("\"at night\"", "", ",\"previous_response_id\":\"" + id + "\""));

    assertThat(failed.status()).isEqualTo(500);
    assertThat(third.text("/output/0/action")).as(third.body()).isEqualTo("edit");
  }

  @Test
  void an_earlier_call_is_edited_where_its_item_names_it() throws Exception {
    String call = client.fox("").text("/output/0/id");

    Reply reply =
        client.create(
            body(
                "[{\"role\":\"user\",\"content\":\"make it night\"},%s]".formatted(item(call)),
                EDIT,
                ""));

    assertThat(reply.text("/output/0/action")).as(reply.body()).isEqualTo("edit");
    assertThat(lastCall().order().prompt().text()).isEqualTo("make it night");
    assertThat(client.inputItems(Client.id(reply), "").text("/data/0/id")).isEqualTo(call);
  }

  @ParameterizedTest
  @ValueSource(strings = {"image_generation_call", "item_reference"})
  void the_newest_of_a_whole_conversation_is_edited(String type) throws Exception {
    String first = client.fox("").text("/output/0/id");
    String second =
        client
            .create(
                "{\"model\":\"gpt-image-2\",\"input\":\"a hen\",\"tools\":[{\"type\":"
                    + "\"image_generation\",\"size\":\"1536x1024\",\"quality\":\"low\"}]}")
            .text("/output/0/id");

    Reply reply =
        client.create(
            body(
                ("[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"a fox\"},"
                        + "{\"type\":\"input_image\",\"image_url\":\"%s\"}]},"
                        + "{\"type\":\"%s\",\"id\":\"%s\"},"
                        + "{\"role\":\"assistant\",\"content\":\"here\"},"
                        + "{\"role\":\"user\",\"content\":\"a hen\"},"
                        + "{\"type\":\"%s\",\"id\":\"%s\"},"
                        + "{\"role\":\"user\",\"content\":\"at night\"},"
                        + "{\"role\":\"user\",\"content\":\"with stars\"}]")
                    .formatted(PICTURE, type, first, type, second),
                "",
                ""));

    assertThat(reply.text("/status")).as(reply.body()).isEqualTo("completed");
    assertThat(edited()).hasSize(1);
    assertThat(edited().getFirst().size()).hasToString("1536x1024");
    assertThat(lastCall().order().prompt().text()).isEqualTo("at night\nwith stars");
  }

  @Test
  void a_call_may_bring_its_picture_along() throws Exception {
    Reply reply =
        client.create(
            body(
                "[{\"type\":\"image_generation_call\",\"id\":\"ig_elsewhere\",\"status\":\"completed\","
                    + "\"result\":\"%s\"},{\"role\":\"user\",\"content\":\"at night\"}]"
                        .formatted(Samples.base64(Samples.noise(200, 100))),
                "",
                ""));

    assertThat(reply.text("/output/0/action")).as(reply.body()).isEqualTo("edit");
    assertThat(edited().getFirst().size()).hasToString("200x100");
  }

  @Test
  void pictures_of_the_input_come_first_and_the_previous_one_is_a_reference() throws Exception {
    Reply first = client.fox("");

    Reply reply =
        client.create(
            body(
                "[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"put this hat on\"}]},"
                    + "{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\""
                    + PICTURE
                    + "\",\"detail\":\"auto\"}]}]",
                "",
                previous(first)));

    assertThat(reply.text("/output/0/action")).as(reply.body()).isEqualTo("edit");
    assertThat(edited())
        .extracting(image -> image.size().toString())
        .containsExactly("64x48", "1024x640");
  }

  @Test
  void generate_leaves_what_came_before_alone() throws Exception {
    Reply reply =
        client.create(body("\"a hen\"", ",\"action\":\"generate\"", previous(client.fox(""))));

    assertThat(reply.text("/output/0/action")).as(reply.body()).isEqualTo("generate");
    assertThat(lastCall()).isInstanceOf(ImageRequest.Generation.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resp_unknown", "resp_0199f3c2a5d47b3e8c1d2f4a6b8c0d1e", "x"})
  void an_unknown_previous_response_is_refused(String id) throws Exception {
    requireError(
        client.fox(",\"previous_response_id\":\"" + id + "\""),
        400,
        "invalid_request_error",
        "previous_response_id",
        "previous_response_not_found");
  }

  @Test
  void a_deleted_response_is_no_previous_one() throws Exception {
    Reply first = client.fox("");
    String call = first.text("/output/0/id");
    client.delete(Client.id(first));

    requireError(
        client.fox(previous(first)),
        400,
        "invalid_request_error",
        "previous_response_id",
        "previous_response_not_found");
    requireError(
        client.create(
            body("[%s,{\"role\":\"user\",\"content\":\"x\"}]".formatted(item(call)), "", "")),
        404,
        "invalid_request_error",
        "input[0].id",
        "null");
  }

  @Test
  void a_previous_response_must_have_ended() throws Exception {
    var held = new Held();
    server.provider.answers(held);
    Reply running = client.fox(",\"background\":true");
    held.awaitBegun();

    requireError(
        client.fox(previous(running)),
        400,
        "invalid_request_error",
        "previous_response_id",
        "invalid_value");
    held.release();
    client.ended(Client.id(running));
  }

  @Test
  void a_file_is_edited_with_its_mask() throws Exception {
    String photo = upload(Samples.png(1024, 640));
    String mask = upload(Samples.mask(1024, 640));

    Reply reply =
        client.create(
            body(
                "[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"a hat\"},"
                    + "{\"type\":\"input_image\",\"file_id\":\""
                    + photo
                    + "\"}]}]",
                EDIT + ",\"input_image_mask\":{\"file_id\":\"" + mask + "\"}",
                ""));

    assertThat(reply.text("/output/0/action")).as(reply.body()).isEqualTo("edit");
    assertThat(((ImageRequest.Edit) lastCall()).mask()).isPresent();
    assertThat(reply.json().at("/tools/0").has("input_image_mask")).isFalse();
    assertThat(client.inputItems(Client.id(reply), "").text("/data/0/content/1/file_id"))
        .isEqualTo(photo);
  }

  @Test
  void a_mask_by_data_url_marks_the_previous_picture() throws Exception {
    Reply reply =
        client.create(
            body(
                "\"a hat\"",
                ",\"input_image_mask\":{\"image_url\":\""
                    + Samples.dataUrl(Samples.mask(1024, 640))
                    + "\"}",
                previous(client.fox(""))));

    assertThat(reply.text("/output/0/action")).as(reply.body()).isEqualTo("edit");
    assertThat(((ImageRequest.Edit) lastCall()).mask()).isPresent();
  }

  @Test
  void a_picture_behind_a_url_is_edited() throws Exception {
    try (var host = new ImageHost(Samples.png(32, 24), Samples.mask(32, 24))) {
      Reply reply =
          client.create(
              body(
                  "[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"a hat\"},"
                      + "{\"type\":\"input_image\",\"image_url\":\""
                      + host.url("a.png")
                      + "\"}]}]",
                  "",
                  ""));

      assertThat(reply.text("/output/0/action")).as(reply.body()).isEqualTo("edit");
      assertThat(edited().getFirst().size()).hasToString("32x24");
      assertThat(client.inputItems(Client.id(reply), "").text("/data/0/content/1/image_url"))
          .isEqualTo(host.url("a.png"));
    }
  }

  @Test
  void a_picture_in_the_input_itself_is_listed_by_a_link_to_it() throws Exception {
    String photo = upload(Samples.png(32, 24));
    Reply reply =
        client.create(
            body(
                """
                [{"role":"user","content":[{"type":"input_text","text":"a hat"},\
                {"type":"input_image","file_id":"%s"},\
                {"type":"input_image","image_url":"%s"}]}]\
                """
                    .formatted(photo, PICTURE),
                "",
                ""));

    Reply items = client.inputItems(Client.id(reply), "");
    assertThat(items.text("/data/0/content/1/file_id")).isEqualTo(photo);
    assertThat(items.json().at("/data/0/content/1").has("image_url")).isFalse();
    assertThat(items.json().at("/data/0/content/2").has("input")).isFalse();
    URI link = URI.create(items.text("/data/0/content/2/image_url"));
    assertThat(link.getPath()).startsWith("/files/" + edited().get(1).artifact() + "/");
  }

  @Test
  void a_picture_that_is_not_worked_from_has_no_link() throws Exception {
    String input =
        """
        [{"role":"user","content":[{"type":"input_text","text":"a hat"},\
        {"type":"input_image","image_url":"%s"}]}]\
        """
            .formatted(PICTURE);
    Reply reply = client.create(body(input, ",\"action\":\"generate\"", ""));

    JsonNode part = client.inputItems(Client.id(reply), "").json().at("/data/0/content/1");
    assertThat(part.path("type").stringValue()).isEqualTo("input_image");
    assertThat(part.has("image_url")).isFalse();
  }

  private static String upload(byte[] bytes) throws Exception {
    var form = new ByteArrayOutputStream();
    form.writeBytes(ascii("--b", "Content-Disposition: form-data; name=purpose", "", "vision"));
    form.writeBytes(ascii("--b", "Content-Disposition: form-data; name=file; filename=a.png", ""));
    form.writeBytes(bytes);
    form.writeBytes(ascii("", "--b--"));
    Reply reply =
        server.send(
            server
                .request("/v1/files")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofByteArray(form.toByteArray())));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.text("/id");
  }

  private static byte[] ascii(String... lines) {
    return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static String previous(Reply reply) {
    return ",\"previous_response_id\":\"" + Client.id(reply) + "\"";
  }

  private static String item(String call) {
    return "{\"type\":\"image_generation_call\",\"id\":\"" + call + "\"}";
  }

  private static ImageRequest lastCall() {
    return server.provider.calls().getLast().request();
  }

  private static List<InputImage> edited() {
    return ((ImageRequest.Edit) lastCall()).images();
  }
}

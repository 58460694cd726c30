package dev.atelier.api.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.provider.Call;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Edits as forms, and their pictures. */
@Timeout(120)
class FormEditsTest {
  private static final byte[] PNG = Images.png(64, 48);
  private static final byte[] JPEG = Images.jpeg(32, 32);
  private static final byte[] MASK = Images.mask(64, 48);
  private static final String INVALID = "invalid_request_error";
  private static final String USER_ERROR = "image_generation_user_error";
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
  void a_form_with_one_picture() throws Exception {
    Answer answer = server.edit(form().file("image", PNG));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    ImagesSchema.assertValid("ImagesResponseOurs", answer.body());
    assertThat(
            answer
                .json()
                .path("usage")
                .path("input_tokens_details")
                .path("image_tokens")
                .intValue())
        .isPositive();
    assertThat(inputs(lastCall())).containsExactly(PNG);
  }

  @ParameterizedTest
  @CsvSource({"image,image[]", "image[],image[]", "image,image", "image[],image"})
  void several_pictures_keep_their_order_under_either_name(String first, String second)
      throws Exception {
    Answer answer = server.edit(form().file(first, PNG).file(second, JPEG));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(inputs(lastCall())).containsExactly(PNG, JPEG);
    assertThat(lastCall().inputs())
        .extracting(Call.Input::format)
        .containsExactly(OutputFormat.PNG, OutputFormat.JPEG);
  }

  @Test
  void a_mask_and_every_field_as_text() throws Exception {
    FormBody body =
        form()
            .text("model", "gpt-image-2")
            .text("n", "2")
            .text("size", "1024x640")
            .text("quality", "low")
            .text("output_format", "png")
            .text("output_compression", "100")
            .text("background", "opaque")
            .text("moderation", "low")
            .text("stream", "false")
            .text("partial_images", "0")
            .text("user", "u-1")
            .text("response_format", "b64_json")
            .file("image[]", PNG)
            .file("mask", MASK);

    Answer answer = server.edit(body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("data").size()).isEqualTo(2);
    assertThat(answer.json().path("size").stringValue()).isEqualTo("1024x640");
    assertThat(bytes(lastCall().mask().orElseThrow())).isEqualTo(MASK);
    assertThat(lastCall().request().order().endUser()).hasValue("u-1");
  }

  @Test
  void java_sends_no_file_name_and_typed_texts() throws Exception {
    FormBody body =
        new FormBody("3f2a", "multipart/form-data; boundary=3f2a")
            .part(
                "Content-Disposition: form-data; name=\"prompt\"\r\n"
                    + "Content-Type: text/plain; charset=utf-8",
                "ein Fuchs im Grünen".getBytes(UTF_8))
            .part(
                "Content-Disposition: form-data; name=\"image[]\"\r\n"
                    + "Content-Type: application/octet-stream",
                PNG);

    assertThat(server.edit(body).status()).isEqualTo(200);
    assertThat(lastCall().request().order().prompt().text()).isEqualTo("ein Fuchs im Grünen");
  }

  @Test
  void dotnet_quotes_the_boundary_and_not_the_names() throws Exception {
    FormBody body =
        new FormBody("a=b_c", "multipart/form-data; boundary=\"a=b_c\"")
            .part(
                "Content-Type: text/plain; charset=utf-8\r\n"
                    + "Content-Disposition: form-data; name=prompt",
                "a fox".getBytes(UTF_8))
            .part(
                "Content-Disposition: form-data; name=image; filename=a.png;"
                    + " filename*=utf-8''a.png",
                PNG);

    assertThat(server.edit(body).status()).isEqualTo(200);
  }

  @Test
  void node_sends_its_form_in_chunks() throws Exception {
    FormBody body = form().file("image", PNG);

    Answer answer =
        server.send(
            server
                .request("/v1/images/edits")
                .header("Content-Type", body.contentType())
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.bytes()))));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n|two|n|invalid_type",
        "n|11|n|integer_above_max_value",
        "n|0|n|integer_below_min_value",
        "n|1.5|n|invalid_type",
        "stream|maybe|stream|invalid_type",
        "quality|ultra|quality|invalid_value",
        "style|vivid|style|unknown_parameter",
        "markup|x|markup|unknown_parameter",
        "partial_images|2|partial_images|invalid_value"
      })
  void texts_follow_the_rules_of_json(String name, String value, String param, String code)
      throws Exception {
    server
        .edit(form().file("image", PNG).text(name, value == null ? "" : value))
        .assertError(400, INVALID, param, code);
  }

  @Test
  void input_fidelity_is_refused_for_this_model() throws Exception {
    JsonNode error =
        server
            .edit(form().file("image", PNG).text("input_fidelity", "high"))
            .assertError(400, USER_ERROR, "input_fidelity", "invalid_input_fidelity_model");

    assertThat(error.path("message").stringValue())
        .isEqualTo("The model 'gpt-image-2' does not support the 'input_fidelity' parameter.");
  }

  @Test
  void a_form_without_a_picture_or_prompt() throws Exception {
    server.edit(form()).assertError(400, INVALID, "image", "missing_required_parameter");
    server
        .edit(new FormBody().file("image", PNG))
        .assertError(400, INVALID, "prompt", "missing_required_parameter");
  }

  @Test
  void a_form_with_too_many_pictures() throws Exception {
    FormBody body = form();
    for (int i = 0; i < 17; i++) {
      body.file("image[]", JPEG);
    }

    JsonNode error = server.edit(body).assertError(400, INVALID, "image", "array_above_max_length");

    assertThat(error.path("message").stringValue()).contains("maximum length 16").contains("17");
  }

  @Test
  void a_form_with_two_masks() throws Exception {
    server
        .edit(form().file("image", PNG).file("mask", MASK).file("mask", MASK))
        .assertError(400, INVALID, "mask", "array_above_max_length");
  }

  @Test
  void a_truncated_form_is_malformed_and_leaves_nothing() throws Exception {
    server.edit(form().file("image", PNG).truncated()).assertError(400, INVALID, "null", "null");
  }

  @Test
  void another_content_type_is_refused() throws Exception {
    server
        .send(
            server
                .request("/v1/images/edits")
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(PNG)))
        .assertError(400, INVALID, "null", "null");
  }

  // ---- the pictures themselves ----

  @Test
  void what_is_no_picture_is_named_by_its_place() throws Exception {
    JsonNode error =
        server
            .edit(form().file("image[]", PNG).file("image[]", "GIF89a".getBytes(UTF_8)))
            .assertError(400, USER_ERROR, "null", "invalid_image_file");

    assertThat(error.path("message").stringValue())
        .startsWith("Invalid image file or mode for image 2, please check your image file.");
  }

  @Test
  void a_mask_needs_alpha_and_the_size_of_the_first_picture() throws Exception {
    server
        .edit(form().file("image", PNG).file("mask", PNG))
        .assertError(400, USER_ERROR, "mask", "invalid_image_file");
    server
        .edit(form().file("image", PNG).file("mask", Images.mask(32, 32)))
        .assertError(400, USER_ERROR, "mask", "invalid_image_file");
  }

  @Test
  void a_bad_field_is_told_before_a_bad_picture() throws Exception {
    server
        .edit(form().file("image", new byte[] {1}).text("size", "512x512"))
        .assertError(400, USER_ERROR, "size", "invalid_value");
  }

  @Test
  void an_auto_sized_edit_keeps_the_shape_of_its_first_picture() throws Exception {
    JsonNode body = server.edit(form().file("image", Images.png(300, 100))).json();

    ImageSize size = ImageSize.parse(body.path("size").stringValue()).orElseThrow();
    assertThat((double) size.width() / size.height()).isBetween(2.8, 3.0);
  }

  @Test
  void variations_are_retired() throws Exception {
    Answer answer =
        server.send(
            server
                .request("/v1/images/variations")
                .header("Content-Type", "multipart/form-data; boundary=b1")
                .POST(BodyPublishers.ofByteArray(form().file("image", PNG).bytes())));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo(
            ImagesSchema.examples().stream()
                .filter(example -> example.json().contains("endpoint_retired"))
                .findFirst()
                .orElseThrow()
                .json());
  }

  private static FormBody form() {
    return new FormBody().text("prompt", "Put a hat on it");
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

  @Test
  void the_answer_holds_the_picture_that_was_made() throws Exception {
    JsonNode body = server.edit(form().text("size", "1024x640").file("image", PNG)).json();

    assertThat(Base64.getDecoder().decode(body.path("data").path(0).path("b64_json").stringValue()))
        .isEqualTo(server.provider.png(new ImageSize(1024, 640)));
  }
}

package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.errors.BadRequestException;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageGenerateParams.OutputFormat;
import com.openai.models.images.ImagesResponse;
import dev.atelier.api.openai.ImagesSchema;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Edits in both forms. */
@ExtendWith(SharedServer.class)
class EditsTest {
  private static final byte[] PHOTO = Pixels.photo(1024, 640);
  private static final byte[] SNAPSHOT =
      Pixels.draw("jpg", 600, 400, BufferedImage.TYPE_INT_RGB, (x, y) -> x * 7 + y * 3);
  private static final Rectangle OPEN = new Rectangle(400, 200, 240, 180);
  private static final byte[] MASK = Pixels.mask(1024, 640, OPEN);

  static Stream<JsonNode> observedInputs() {
    return ImagesSchema.vectors().path("input_image_tokens_observed").valueStream();
  }

  @Test
  void outside_the_masks_opening_the_first_picture_stays_as_it_was(LiveServer server) {
    try (var sdk = server.sdk()) {
      byte[] webp =
          Pixels.bytes(sdk.generate(SdkClient.small("a vase").outputFormat(OutputFormat.WEBP)), 0);

      ImagesResponse answer =
          sdk.edit(
              edit("put a red apple there")
                  .imageOfInputStreams(List.of(stream(PHOTO), stream(SNAPSHOT), stream(webp)))
                  .mask(MASK)
                  .size("1024x640"));

      BufferedImage before = Pixels.decode(PHOTO);
      BufferedImage after = Pixels.decode(Pixels.bytes(answer, 0));
      assertThat(Pixels.size(after)).isEqualTo("1024x640");
      long outside = 0;
      long inside = 0;
      for (int y = 0; y < 640; y++) {
        for (int x = 0; x < 1024; x++) {
          if (after.getRGB(x, y) != before.getRGB(x, y)) {
            if (OPEN.contains(x, y)) {
              inside++;
            } else {
              outside++;
            }
          }
        }
      }
      assertThat(outside).isZero();
      assertThat(inside).isGreaterThan((long) OPEN.width * OPEN.height / 2);
      assertThat(answer.usage().orElseThrow().inputTokensDetails().imageTokens())
          .isGreaterThan(3 * 1000);
    }
  }

  @Test
  void one_picture_from_a_stream_without_a_name(LiveServer server) {
    try (var sdk = server.sdk()) {
      ImagesResponse answer =
          sdk.edit(edit("make it winter").image(stream(SNAPSHOT)).size("1024x640").n(2));

      assertThat(answer.data().orElseThrow()).hasSize(2).doesNotHaveDuplicates();
      assertThat(answer.usage().orElseThrow().outputTokens()).isEqualTo(2 * 107);
    }
  }

  @Test
  void auto_takes_the_shape_of_the_first_picture(LiveServer server) {
    try (var sdk = server.sdk()) {
      ImagesResponse answer = sdk.edit(edit("make it winter").image(SNAPSHOT).size("auto"));

      assertThat(answer.size().orElseThrow().asString()).isEqualTo("1536x1024");
      assertThat(Pixels.size(Pixels.decode(Pixels.bytes(answer, 0)))).isEqualTo("1536x1024");
    }
  }

  @ParameterizedTest
  @MethodSource("observedInputs")
  void a_picture_counts_the_input_tokens_seen_at_the_vendor(JsonNode vector, LiveServer server) {
    String[] size = vector.path("size").stringValue().split("x");
    byte[] plain =
        Pixels.draw(
            "png",
            Integer.parseInt(size[0]),
            Integer.parseInt(size[1]),
            BufferedImage.TYPE_BYTE_BINARY,
            (x, y) -> x);
    try (var sdk = server.sdk()) {
      ImagesResponse answer = sdk.edit(edit("add a tree").image(plain).size("1024x640"));

      assertThat(answer.usage().orElseThrow().inputTokensDetails().imageTokens())
          .isEqualTo(vector.path("tokens").longValue());
    }
  }

  @Test
  void a_json_edit_takes_data_urls_and_fetches_others(LiveServer server) throws Exception {
    try (var files = FileServer.serving(Map.of("/snapshot.jpg", SNAPSHOT))) {
      HttpResponse<String> answer =
          server.postJson(
              "/v1/images/edits",
              """
              {"model":"gpt-image-2","prompt":"put a red apple there","size":"1024x640",\
              "quality":"low","n":null,"images":[{"image_url":"%s"},{"image_url":"%s"}],\
              "mask":{"image_url":"%s"}}\
              """
                  .formatted(dataUrl(PHOTO), files.uri("/snapshot.jpg"), dataUrl(MASK)));

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      ImagesSchema.assertValid("ImagesResponseOurs", answer.body());
      JsonNode body = JsonMapper.shared().readTree(answer.body());
      BufferedImage image =
          Pixels.decode(Pixels.decoded(body.path("data").path(0).path("b64_json").stringValue()));
      assertThat(image.getRGB(10, 10)).isEqualTo(Pixels.decode(PHOTO).getRGB(10, 10));
      assertThat(body.path("usage").path("input_tokens_details").path("image_tokens").intValue())
          .isGreaterThan(2 * 1000);
      assertThat(files.asked()).containsExactly("/snapshot.jpg");
    }
  }

  @Test
  void both_forms_of_the_same_edit_make_the_same_picture(LiveServer server) {
    try (var sdk = server.sdk()) {
      String form =
          sdk.edit(edit("add a boat").image(PHOTO).size("1024x640"))
              .data()
              .orElseThrow()
              .getFirst()
              .b64Json()
              .orElseThrow();
      HttpResponse<String> json =
          server.postJson(
              "/v1/images/edits",
              """
              {"prompt":"add a boat","size":"1024x640","quality":"low",\
              "images":[{"image_url":"%s"}]}\
              """
                  .formatted(dataUrl(PHOTO)));

      JsonNode image = JsonMapper.shared().readTree(json.body()).path("data").path(0);
      assertThat(image.path("b64_json").stringValue()).isEqualTo(form);
    }
  }

  @Test
  void a_private_address_is_not_fetched_unless_allowed() throws Exception {
    try (var server = LiveServer.start(Map.of());
        var files = FileServer.serving(Map.of("/a.jpg", SNAPSHOT))) {
      HttpResponse<String> answer =
          server.postJson(
              "/v1/images/edits",
              "{\"prompt\":\"winter\",\"images\":[{\"image_url\":\""
                  + files.uri("/a.jpg")
                  + "\"}]}");

      assertThat(answer.statusCode()).isEqualTo(400);
      ImagesSchema.assertValid("ErrorResponse", answer.body());
      JsonNode error = JsonMapper.shared().readTree(answer.body()).path("error");
      assertThat(error.path("code").stringValue()).isEqualTo("failed_to_download_image");
      assertThat(error.path("param").stringValue()).isEqualTo("images[0].image_url");
      assertThat(files.asked()).isEmpty();
    }
  }

  @Test
  void a_missing_file_is_a_failed_download(LiveServer server) throws Exception {
    try (var files = FileServer.serving(Map.of())) {
      HttpResponse<String> answer =
          server.postJson(
              "/v1/images/edits",
              "{\"prompt\":\"winter\",\"images\":[{\"image_url\":\""
                  + files.uri("/a.jpg")
                  + "\"}]}");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("\"failed_to_download_image\"");
    }
  }

  @Test
  void a_mask_without_alpha_or_of_another_size_is_refused(LiveServer server) {
    var refusal =
        Refusal.of(
                BadRequestException.class, 400, "image_generation_user_error", "invalid_image_file")
            .param("mask");
    try (var sdk = server.sdk()) {
      refusal.assertRaisedBy(
          () -> sdk.edit(edit("winter").image(PHOTO).mask(Pixels.photo(1024, 640))));
      refusal.assertRaisedBy(
          () -> sdk.edit(edit("winter").image(PHOTO).mask(Pixels.mask(1024, 656, OPEN))));
    }
  }

  @Test
  void an_unreadable_picture_is_named_by_its_position(LiveServer server) {
    try (var sdk = server.sdk()) {
      var refusal =
          Refusal.of(
                  BadRequestException.class,
                  400,
                  "image_generation_user_error",
                  "invalid_image_file")
              .assertRaisedBy(() ->
                  sdk.edit(
                      edit("winter")
                          .imageOfInputStreams(
                              List.of(
                                  stream(PHOTO), stream(SNAPSHOT), stream(new byte[] {1, 2, 3})))));

      assertThat(refusal.getMessage())
          .contains("Invalid image file or mode for image 3, please check your image file.");
    }
  }

  @Test
  void a_truncated_picture_is_refused(LiveServer server) {
    byte[] half = java.util.Arrays.copyOf(PHOTO, PHOTO.length / 2);
    try (var sdk = server.sdk()) {
      Refusal.of(
              BadRequestException.class, 400, "image_generation_user_error", "invalid_image_file")
          .assertRaisedBy(() -> sdk.edit(edit("winter").image(half)));
    }
  }

  @Test
  void more_than_sixteen_pictures_are_too_many(LiveServer server) {
    byte[] tiny = Pixels.photo(16, 16);
    try (var sdk = server.sdk()) {
      Refusal.of(BadRequestException.class, 400, "invalid_request_error", "array_above_max_length")
          .param("image")
          .assertRaisedBy(() ->
              sdk.edit(
                  edit("winter")
                      .imageOfInputStreams(
                          IntStream.range(0, 17).mapToObj(_ -> stream(tiny)).toList())));
    }
  }

  @Test
  void input_fidelity_is_not_for_this_model(LiveServer server) {
    try (var sdk = server.sdk()) {
      Refusal.of(
              BadRequestException.class,
              400,
              "image_generation_user_error",
              "invalid_input_fidelity_model")
          .param("input_fidelity")
          .assertRaisedBy(() ->
              sdk.edit(
                  edit("winter").image(PHOTO).inputFidelity(ImageEditParams.InputFidelity.HIGH)));
    }
  }

  private static ImageEditParams.Builder edit(String prompt) {
    return ImageEditParams.builder()
        .model("gpt-image-2")
        .prompt(prompt)
        .quality(ImageEditParams.Quality.LOW);
  }

  private static ByteArrayInputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static String dataUrl(byte[] image) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(image);
  }
}

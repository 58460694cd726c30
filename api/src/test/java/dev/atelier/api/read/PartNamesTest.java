package dev.atelier.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.FormParts;
import dev.atelier.api.ImageHost;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.InputImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures come under many names and in many shapes, and mean the same in every API. */
@Timeout(120)
class PartNamesTest {
  /** Told apart by their sizes. */
  private static final List<byte[]> PICTURES =
      List.of(Samples.png(64, 48), Samples.png(50, 40), Samples.noise(160, 120));

  private static final String A = "\"" + Samples.dataUrl(PICTURES.get(0)) + "\"";
  private static final String B = "\"" + Samples.base64(PICTURES.get(1)) + "\"";
  private static final String C = "\"" + Samples.dataUrl(PICTURES.get(2)) + "\"";
  private static final byte[] MASK = Samples.mask(64, 48);
  private static final String M = "\"" + Samples.dataUrl(MASK) + "\"";
  @TempDir static Path directory;
  private static ApiServer server;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void nothing_stays_staged() throws Exception {
    assertThat(server.stagedFiles()).isZero();
  }

  /** Members of a body, and how many of A, B and C they mean. */
  static Stream<Arguments> shapes() {
    var shapes =
        List.of(
            Arguments.of("\"image\":" + A, 1),
            Arguments.of("\"image\":[" + A + "," + B + "]", 2),
            Arguments.of("\"images\":" + A, 1),
            Arguments.of("\"images\":[" + A + "," + B + "," + C + "]", 3),
            Arguments.of("\"image[]\":[" + A + "," + B + "]", 2),
            Arguments.of("\"images[]\":" + A, 1),
            Arguments.of("\"image_url\":" + A, 1),
            Arguments.of("\"image_urls\":[" + A + "," + B + "]", 2),
            Arguments.of("\"image\":{\"image_url\":" + A + "}", 1),
            Arguments.of("\"images\":[{\"image_url\":{\"url\":" + A + "}},{\"url\":" + B + "}]", 2),
            Arguments.of("\"images\":{\"b64_json\":" + B.replace(B, A) + "}", 1),
            Arguments.of(
                "\"images\":[{\"base64\":"
                    + A
                    + "},{\"data\":"
                    + B
                    + ",\"mime_type\":\"image/png\"}]",
                2),
            Arguments.of(
                "\"images\":[{\"type\":\"image_url\",\"image_url\":{\"url\":"
                    + A
                    + ",\"detail\":\"high\"}},{\"type\":\"input_image\",\"image_url\":"
                    + B
                    + "}]",
                2),
            Arguments.of("\"image[1]\":" + B + ",\"image[0]\":" + A + ",\"image[10]\":" + C, 3),
            Arguments.of("\"image_10\":" + C + ",\"image_2\":" + B + ",\"image_1\":" + A, 3),
            Arguments.of("\"image\":" + A + ",\"images\":[],\"image_urls\":null", 1),
            Arguments.of("\"Image\":" + A, 1));
    return Arrays.stream(Dialect.values())
        .flatMap(dialect ->
            shapes.stream().map(shape -> Arguments.of(dialect, shape.get()[0], shape.get()[1])));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void pictures_are_found_in_order(Dialect dialect, String members, int count) throws Exception {
    var edit = edited(dialect, dialect.edit(server, members));

    assertThat(edit.images())
        .extracting(InputImage::bytes)
        .containsExactlyElementsOf(sizes().subList(0, count));
  }

  static Stream<Arguments> masks() {
    return Arrays.stream(Dialect.values())
        .flatMap(dialect ->
            Stream.of(
                    "\"mask\":" + M,
                    "\"mask\":[" + M + "]",
                    "\"mask[]\":" + M,
                    "\"mask[0]\":" + M,
                    "\"mask_url\":" + M,
                    "\"masks\":[" + M + "]",
                    "\"mask\":{\"image_url\":{\"url\":" + M + "}}",
                    "\"mask\":{\"url\":" + M + "}")
                .map(mask -> Arguments.of(dialect, mask)));
  }

  @ParameterizedTest
  @MethodSource("masks")
  void a_mask_is_found(Dialect dialect, String mask) throws Exception {
    var edit = edited(dialect, dialect.edit(server, "\"images\":[" + A + "]," + mask));

    assertThat(edit.mask().orElseThrow().bytes()).isEqualTo(MASK.length);
  }

  static Stream<Arguments> unclear() {
    return Arrays.stream(Dialect.values())
        .flatMap(dialect ->
            Stream.of(
                    "\"image\":" + A + ",\"images\":[" + B + "]",
                    "\"images\":[" + A + "],\"mask\":[" + M + "," + M + "]",
                    "\"images\":[{\"url\":" + A + ",\"b64_json\":" + B + "}]",
                    "\"images\":[" + A + ",\"\"]",
                    "\"images\":[" + A + ",null]",
                    "\"images\":[[" + A + "]]",
                    "\"images\":{\"image_url\":{}}")
                .map(members -> Arguments.of(dialect, members)));
  }

  @ParameterizedTest
  @MethodSource("unclear")
  void what_could_mean_two_things_is_refused(Dialect dialect, String members) throws Exception {
    int before = server.jobs();

    assertThat(dialect.refusal(dialect.edit(server, members))).isNotEmpty();
    assertThat(server.jobs()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_is_stored_here_is_named_alike_in_every_api(Dialect dialect) throws Exception {
    String file = UploadRoute.OPENAI.upload(server, PICTURES.get(0)).text("/id");
    String artifact = UploadRoute.OWN.upload(server, PICTURES.get(1)).text("/id");
    String members =
        "\"images\":[{\"file_id\":\"%s\"},{\"artifact\":\"%s\"},\" %s \"]"
            .formatted(file, artifact, file);

    assertThat(edited(dialect, dialect.edit(server, members)).images())
        .extracting(InputImage::bytes)
        .containsExactly(sizes().get(0), sizes().get(1), sizes().get(0));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_url_may_have_blanks_around_and_in_it(Dialect dialect) throws Exception {
    try (var host = new ImageHost(PICTURES.get(0), MASK)) {
      String members = "\"images\":[\"\\n %s \"]".formatted(host.url("my picture.png"));

      assertThat(edited(dialect, dialect.edit(server, members)).images()).hasSize(1);
    }
  }

  // ---- forms ----

  static Stream<List<String>> formNames() {
    return Stream.of(
        List.of("image[0]", "image[1]", "image[2]"),
        List.of("images", "images", "images"),
        List.of("images[]", "images[]", "images[]"),
        List.of("images[0]", "images[1]", "images[2]"),
        List.of("image_0", "image_1", "image_2"),
        List.of("image%5B0%5D", "image%5b1%5d", "image%5B2%5D"),
        List.of("image[0][]", "image[1][]", "image[2][]"),
        List.of("image0", "image1", "image2"),
        List.of("image", "image[1]", "image[]"),
        List.of("images[0][image_url]", "images[1][url]", "images[2][b64_json]"),
        List.of("IMAGE", "Images[1]", "image.2"));
  }

  @ParameterizedTest
  @MethodSource("formNames")
  void a_form_may_name_its_pictures_in_many_ways(List<String> names) throws Exception {
    var form = prompt();
    for (int i = 0; i < names.size(); i++) {
      form.file(names.get(i), "a.png", PICTURES.get(i));
    }

    assertThat(formEdited(form).images())
        .extracting(InputImage::bytes)
        .containsExactlyElementsOf(sizes());
  }

  @Test
  void numbers_count_however_the_parts_arrive() throws Exception {
    var form =
        prompt()
            .file("image[10]", "c.png", PICTURES.get(2))
            .file("image[2]", "b.png", PICTURES.get(1))
            .file("image[0]", "a.png", PICTURES.get(0));

    assertThat(formEdited(form).images())
        .extracting(InputImage::bytes)
        .containsExactlyElementsOf(sizes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mask", "mask[]", "mask[0]", "masks", "Mask"})
  void a_form_may_name_its_mask_in_many_ways(String name) throws Exception {
    var form = prompt().file(name, "m.png", MASK).file("image", "a.png", PICTURES.get(0));

    assertThat(formEdited(form).mask().orElseThrow().bytes()).isEqualTo(MASK.length);
  }

  @Test
  void a_part_may_hold_a_text_that_is_a_picture_or_says_where_one_is() throws Exception {
    String file = UploadRoute.OPENAI.upload(server, PICTURES.get(0)).text("/id");
    try (var host = new ImageHost(PICTURES.get(0), MASK)) {
      for (String text :
          List.of(
              host.url("a.png"),
              " " + host.url("a.png") + "\n",
              Samples.dataUrl(PICTURES.get(0)),
              Samples.base64(PICTURES.get(0)).replaceAll("(.{60})", "$1\r\n"),
              file)) {
        assertThat(formEdited(prompt().text("image", text)).images())
            .extracting(InputImage::bytes)
            .containsExactly(sizes().get(0));
        assertThat(formEdited(prompt().text("image_url", text)).images()).hasSize(1);
      }
    }
  }

  @Test
  void any_other_text_is_called_one() throws Exception {
    Reply reply = edit(prompt().text("image", "a picture of a fox"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("/error/message")).contains("The image is a text, not an image");
  }

  static Stream<Arguments> uploads() {
    return Arrays.stream(UploadRoute.values())
        .flatMap(route ->
            Stream.of("file", "file[]", "file[0]", "files", "files[]", "FILE", "image")
                .map(name -> Arguments.of(route, name)));
  }

  @ParameterizedTest
  @MethodSource("uploads")
  void an_upload_may_have_many_names(UploadRoute route, String name) throws Exception {
    var form = route.form().file(name, "a.png", PICTURES.get(0)).file("file", "", new byte[0]);

    Reply reply = route.send(server, form);

    assertThat(route.accepted(reply)).as(reply.body()).isTrue();
  }

  private static List<Long> sizes() {
    return PICTURES.stream().map(picture -> (long) picture.length).toList();
  }

  private static ImageRequest.Edit edited(Dialect dialect, Reply reply) {
    return (ImageRequest.Edit) dialect.ordered(server, reply);
  }

  private static ImageRequest.Edit formEdited(FormParts form) throws Exception {
    return edited(Dialect.OPENAI, edit(form));
  }

  private static Reply edit(FormParts form) throws Exception {
    return server.send(form.on(server.request("/v1/images/edits")));
  }

  private static FormParts prompt() {
    return new FormParts().text("prompt", "a red fox");
  }
}

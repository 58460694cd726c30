package dev.atelier.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.FormParts;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.image.ImageRequest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is null or was left empty is not given, in every API. */
@Timeout(120)
class NotGivenTest {
  private static final byte[] PICTURE = Samples.png(64, 48);
  private static final String IMAGE = "\"" + Samples.dataUrl(PICTURE) + "\"";
  private static final List<String> NOTHING = List.of("null", "\"\"", "\" \"", "\"\\n\\t\"");
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

  private static List<String> optional(Dialect dialect) {
    return switch (dialect) {
      case OPENAI ->
          List.of(
              "model",
              "n",
              "size",
              "quality",
              "output_format",
              "output_compression",
              "background",
              "moderation",
              "stream",
              "partial_images",
              "safety_identifier",
              "user",
              "response_format",
              "style",
              "input_fidelity",
              "frame_count");
      case SEAART ->
          List.of(
              "n",
              "size",
              "quality",
              "background",
              "output_format",
              "output_compression",
              "moderation",
              "user",
              "webhook",
              "webhook_url",
              "seed");
      case APIMART ->
          List.of(
              "n",
              "size",
              "resolution",
              "image_urls",
              "official_fallback",
              "response_format",
              "quality",
              "style",
              "webhook",
              "background",
              "moderation",
              "output_format",
              "output_compression",
              "mask_url",
              "image",
              "mask");
      case OWN ->
          List.of(
              "model",
              "n",
              "size",
              "quality",
              "format",
              "compression",
              "background",
              "moderation",
              "seed",
              "user",
              "images",
              "mask",
              "link_ttl",
              "delivery",
              "webhook",
              "uploads",
              "metadata",
              "image",
              "style");
    };
  }

  static Stream<Arguments> fields() {
    return Arrays.stream(Dialect.values())
        .flatMap(dialect -> optional(dialect).stream().map(field -> Arguments.of(dialect, field)));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void a_field_that_says_nothing_changes_nothing(Dialect dialect, String field) throws Exception {
    var usual = dialect.ordered(server, dialect.generate(server, ""));
    for (String nothing : NOTHING) {
      Reply reply = dialect.generate(server, "\"" + field + "\":" + nothing);

      assertThat(dialect.ordered(server, reply)).as(nothing).isEqualTo(usual);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void all_of_them_at_once_change_nothing(Dialect dialect) throws Exception {
    String fields =
        optional(dialect).stream()
            .map(field -> "\"" + field + "\":null")
            .collect(Collectors.joining(","));

    assertThat(dialect.ordered(server, dialect.generate(server, fields)))
        .isEqualTo(dialect.ordered(server, dialect.generate(server, "")));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_mask_that_says_nothing_is_none(Dialect dialect) throws Exception {
    for (String nothing : NOTHING) {
      Reply reply =
          dialect.edit(
              server,
              "\"%s\":[%s],\"%s\":%s".formatted(dialect.images(), IMAGE, dialect.mask(), nothing));

      assertThat(((ImageRequest.Edit) dialect.ordered(server, reply)).mask()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_is_needed_cannot_be_left_empty(Dialect dialect) throws Exception {
    for (String nothing : List.of("null", "\"\"")) {
      assertThat(dialect.refusal(dialect.generate(server, "\"prompt\":" + nothing)))
          .containsIgnoringCase("prompt");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Dialect.class,
      names = {"OPENAI", "SEAART"})
  void an_edit_needs_a_picture(Dialect dialect) throws Exception {
    for (String nothing : NOTHING) {
      assertThat(dialect.refusal(dialect.edit(server, "\"images\":" + nothing))).contains("images");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"style", "input_fidelity"})
  void a_field_that_is_refused_is_so_with_a_value_only(String field) throws Exception {
    var edit = "\"images\":[" + IMAGE + "],\"" + field + "\":";

    assertThat(Dialect.OPENAI.edit(server, edit + "null").status()).isEqualTo(200);
    assertThat(Dialect.OPENAI.edit(server, edit + "\"\"").status()).isEqualTo(200);
    assertThat(Dialect.OPENAI.refusal(Dialect.OPENAI.edit(server, edit + "\"high\"")))
        .contains(field);
  }

  private static final List<String> FREE_TEXTS =
      List.of(
          "user",
          "safety_identifier",
          "webhook",
          "webhook_url",
          "seed",
          "style",
          "image",
          "images",
          "image_urls",
          "mask",
          "mask_url",
          "uploads",
          "metadata",
          "frame_count");

  static Stream<Arguments> wordsForNothing() {
    return Arrays.stream(Dialect.values())
        .flatMap(dialect ->
            optional(dialect).stream()
                .filter(field -> !FREE_TEXTS.contains(field))
                .map(field -> Arguments.of(dialect, field)));
  }

  @ParameterizedTest
  @MethodSource("wordsForNothing")
  void what_programs_write_for_nothing_is_nothing(Dialect dialect, String field) throws Exception {
    var usual = dialect.ordered(server, dialect.generate(server, ""));
    for (String nothing : List.of("\"null\"", "\"undefined\"", "\"None\"")) {
      Reply reply = dialect.generate(server, "\"" + field + "\":" + nothing);

      assertThat(dialect.ordered(server, reply)).as(nothing).isEqualTo(usual);
    }
  }

  // ---- forms ----

  @Test
  void what_a_form_leaves_empty_is_not_given() throws Exception {
    var form = new FormParts().text("prompt", "A red fox").file("image", "a.png", PICTURE);
    var usual = Dialect.OPENAI.ordered(server, edit(form));
    for (String field : optional(Dialect.OPENAI)) {
      for (String nothing : List.of("", " ", "\r\n")) {
        var left =
            new FormParts()
                .text("prompt", "A red fox")
                .file("image", "a.png", PICTURE)
                .text(field, nothing);

        assertThat(Dialect.OPENAI.ordered(server, edit(left)).order())
            .as(field)
            .isEqualTo(usual.order());
      }
    }
  }

  @Test
  void a_file_input_that_nobody_filled_brings_nothing() throws Exception {
    var form =
        new FormParts()
            .text("prompt", "A red fox")
            .file("image[]", "", new byte[0])
            .file("image[]", "a.png", PICTURE)
            .file("mask", "", new byte[0])
            .file("attachment", "", new byte[0]);

    var edit = (ImageRequest.Edit) Dialect.OPENAI.ordered(server, edit(form));
    assertThat(edit.images()).hasSize(1);
    assertThat(edit.mask()).isEmpty();
  }

  @Test
  void a_part_that_says_that_there_is_none_brings_nothing() throws Exception {
    for (String nothing : List.of("", "null", "undefined", "None", " \r\n")) {
      var form =
          new FormParts()
              .text("prompt", "A red fox")
              .file("image", "a.png", PICTURE)
              .text("mask", nothing)
              .text("image[1]", nothing)
              .text("n", nothing)
              .text("input_fidelity", nothing)
              .text("style", nothing);

      var edit = (ImageRequest.Edit) Dialect.OPENAI.ordered(server, edit(form));
      assertThat(edit.images()).hasSize(1);
      assertThat(edit.mask()).isEmpty();
    }
  }

  @Test
  void where_one_is_needed_an_empty_file_input_is_missing() throws Exception {
    Reply reply = edit(new FormParts().text("prompt", "A red fox").file("image", "", new byte[0]));

    assertThat(reply.text("/error/code")).isEqualTo("missing_required_parameter");
    assertThat(reply.text("/error/param")).isEqualTo("image");
  }

  @ParameterizedTest
  @EnumSource(UploadRoute.class)
  void an_upload_without_a_file_lacks_it(UploadRoute route) throws Exception {
    Reply reply = route.send(server, route.form().file("file", "", new byte[0]));

    assertThat(route.refusal(reply)).contains("file").doesNotContain("empty");
  }

  @ParameterizedTest
  @EnumSource(UploadRoute.class)
  void texts_that_are_left_empty_do_no_harm(UploadRoute route) throws Exception {
    var form = route.form().text("expires_after[seconds]", "").text("note", "");
    Reply reply = route.send(server, form.file("file", "a.png", PICTURE));

    assertThat(route.accepted(reply)).as(reply.body()).isTrue();
  }

  private static Reply edit(FormParts form) throws Exception {
    return server.send(form.on(server.request("/v1/images/edits")));
  }
}

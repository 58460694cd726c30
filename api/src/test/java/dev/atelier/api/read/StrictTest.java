package dev.atelier.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.FormParts;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.api.Setup;
import dev.atelier.image.ImageRequest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** With {@code strict: true} every API reads what it documents, and refuses the rest as before. */
@Timeout(120)
class StrictTest {
  private static final byte[] PICTURE = Samples.png(64, 48);
  private static final String TEXT = Samples.base64(PICTURE);
  private static final String URL = Samples.dataUrl(PICTURE);
  @TempDir static Path directory;
  private static ApiServer server;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(directory, Setup::withStrict);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  // ---- what is documented is taken as ever ----

  private static String usual(Dialect dialect) {
    return switch (dialect) {
      case OPENAI -> "\"images\":[{\"image_url\":\"" + URL + "\"}],\"mask\":null,\"n\":null";
      case SEAART -> "\"images\":[\"" + URL + "\",\"" + TEXT + "\"],\"n\":\"2\",\"size\":\"auto\"";
      case APIMART -> "\"image_urls\":[\"" + URL + "\"],\"size\":\"16:9\",\"resolution\":\"2k\"";
      case OWN -> "\"images\":[\"" + URL + "\",{\"b64_json\":\"" + TEXT + "\"}],\"webhook\":null";
    };
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_is_documented_is_taken(Dialect dialect) throws Exception {
    dialect.ordered(server, dialect.edit(server, usual(dialect)));
    dialect.ordered(
        server, dialect.generate(server, "\"n\":1,\"size\":\"1536x1024\",\"quality\":\"low\""));
  }

  @ParameterizedTest
  @EnumSource(UploadRoute.class)
  void a_file_is_taken_under_its_name(UploadRoute route) throws Exception {
    assertThat(route.accepted(route.upload(server, PICTURE))).isTrue();
  }

  // ---- fields ----

  static Stream<Arguments> fields() {
    return Arrays.stream(Dialect.values())
        .flatMap(dialect ->
            Stream.of(
                    "\"n\":1.0",
                    "\"n\":\" 1 \"",
                    "\"n\":\"1.0\"",
                    "\"n\":\"\"",
                    "\"size\":\"\"",
                    "\"size\":\"1024X1024\"",
                    "\"size\":\"1024*1024\"",
                    "\"size\":\"1024 x 1024\"",
                    "\"size\":\"1024×1024\"",
                    "\"size\":\"AUTO\"",
                    "\"size\":{\"width\":1024,\"height\":1024}",
                    "\"quality\":\"LOW\"",
                    "\"quality\":\" low\"",
                    "\"moderation\":\"Low\"",
                    "\"" + dialect.field("output_format") + "\":\"jpg\"",
                    "\"" + dialect.field("output_format") + "\":\"PNG\"")
                .map(field -> Arguments.of(dialect, field)));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void a_field_in_another_spelling_is_refused(Dialect dialect, String field) throws Exception {
    int before = server.jobs();

    String words = dialect.refusal(dialect.generate(server, field));

    assertThat(words).isNotEmpty();
    assertThat(server.jobs()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"OPENAI", "APIMART", "OWN"})
  void a_number_in_quotes_is_a_string(Dialect dialect) throws Exception {
    assertThat(dialect.refusal(dialect.generate(server, "\"n\":\"1\"")))
        .contains("an integer")
        .contains("got a string");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OPENAI|GPT-IMAGE-2|404",
        "OPENAI|openai/gpt-image-2|404",
        "OPENAI|gpt_image_2|404",
        "APIMART|GPT-Image-2|404",
        "APIMART|gpt-image-2-2026-04-21|404",
        "OWN|' gpt-image-2'|422"
      })
  void a_model_has_its_listed_names_only(Dialect dialect, String model, int status)
      throws Exception {
    assertThat(dialect.generate(server, "\"model\":\"" + model + "\"").status()).isEqualTo(status);
  }

  @Test
  void an_endpoint_has_its_listed_name_only() throws Exception {
    assertThat(server.post("/v1/queue/gpt-image-2", "{\"prompt\":\"fox\"}").text("/detail"))
        .isEqualTo("App not found: gpt-image-2");
    assertThat(server.get("/v1/models/GPT-IMAGE-2").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"style", "response_format", "frame_count"})
  void a_field_of_other_models_is_unknown_even_when_it_is_null(String field) throws Exception {
    Reply reply = Dialect.OPENAI.generate(server, "\"" + field + "\":null");

    assertThat(reply.text("/error/code")).isEqualTo("unknown_parameter");
    assertThat(reply.text("/error/param")).isEqualTo(field);
  }

  @Test
  void a_boolean_is_no_word() throws Exception {
    assertThat(Dialect.OPENAI.refusal(Dialect.OPENAI.generate(server, "\"stream\":\"true\"")))
        .isEqualTo("Invalid type for 'stream': expected a boolean, but got a string instead.");
  }

  // ---- pictures ----

  static Stream<Arguments> pictures() {
    return Arrays.stream(Dialect.values())
        .flatMap(dialect ->
            Stream.of(
                    "DATA:image/png;BASE64," + TEXT.replaceAll("(.{64})", "$1\\\\n"),
                    "data:image/png;base64," + TEXT.replace('+', '-').replace('/', '_'),
                    " " + URL,
                    TEXT.replace("=", "") + "===",
                    "image/png;base64," + TEXT)
                .map(text -> Arguments.of(dialect, text)));
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void base64_in_another_spelling_is_refused(Dialect dialect, String text) throws Exception {
    String picture =
        dialect == Dialect.OPENAI ? "{\"image_url\":\"" + text + "\"}" : "\"" + text + "\"";

    assertThat(
            dialect.refusal(
                dialect.edit(server, "\"%s\":[%s]".formatted(dialect.images(), picture))))
        .isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "OPENAI|'image':'@'|unknown_parameter",
        "OPENAI|'images':'@'|invalid_type",
        "OPENAI|'images':{'image_url':'@'}|invalid_type",
        "OPENAI|'images':['@']|invalid_type",
        "OPENAI|'images':[{'url':'@'}]|unknown_parameter",
        "OPENAI|'images':[{'image_url':{'url':'@'}}]|invalid_type",
        "OPENAI|'images':[{'image_url':'@'}],'mask':[{'image_url':'@'}]|invalid_type",
        "OPENAI|'images[]':[{'image_url':'@'}]|unknown_parameter"
      })
  void openai_has_one_shape(Dialect dialect, String members, String code) throws Exception {
    Reply reply = dialect.edit(server, members.replace('\'', '"').replace("@", URL));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("/error/code")).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "SEAART|'image':'@'|images",
        "SEAART|'images':[{'image_url':{'url':'@'}}]|images[0].image_url",
        "SEAART|'images':[{'base64':'@'}]|images[0]",
        "APIMART|'image_urls':[{'file_id':'@'}]|image_urls[0]",
        "APIMART|'image_urls':[{'image_url':{'url':'@'}}]|image_urls[0].image_url",
        "OWN|'image':'@'|image",
        "OWN|'images':'@'|images",
        "OWN|'images':[{'image_url':'@'}]|images[0].image_url",
        "OWN|'images':['@'],'mask':['@']|mask"
      })
  void the_others_have_theirs(Dialect dialect, String members, String field) throws Exception {
    Reply reply = dialect.edit(server, members.replace('\'', '"').replace("@", URL));

    assertThat(dialect.refusal(reply)).startsWith(field);
  }

  @Test
  void apimart_ignores_what_it_does_not_know() throws Exception {
    var request =
        Dialect.APIMART.ordered(
            server, Dialect.APIMART.generate(server, "\"image\":\"" + URL + "\""));

    assertThat(request).isInstanceOf(ImageRequest.Generation.class);
  }

  // ---- forms ----

  @ParameterizedTest
  @CsvSource({"image[0]", "images", "images[]", "image_1", "Image"})
  void a_form_has_the_names_of_the_reference(String name) throws Exception {
    Reply reply = edit(new FormParts().text("prompt", "fox").file(name, "a.png", PICTURE));

    assertThat(reply.text("/error/code")).isEqualTo("unknown_parameter");
    assertThat(reply.text("/error/param")).isEqualTo(name);
  }

  @Test
  void a_form_s_empty_text_is_no_number() throws Exception {
    Reply reply =
        edit(new FormParts().text("prompt", "fox").file("image", "a.png", PICTURE).text("n", ""));

    assertThat(reply.text("/error/code")).isEqualTo("invalid_type");
  }

  @Test
  void an_empty_file_input_is_a_file() throws Exception {
    Reply reply =
        edit(
            new FormParts()
                .text("prompt", "fox")
                .file("image", "a.png", PICTURE)
                .file("mask", "", new byte[0]));

    assertThat(reply.text("/error/code")).isEqualTo("invalid_image_file");
  }

  @Test
  void a_text_is_no_picture_wherever_it_leads() throws Exception {
    assertThat(edit(new FormParts().text("prompt", "fox").text("image", URL)).text("/error/code"))
        .isEqualTo("invalid_image_file");
  }

  @ParameterizedTest
  @CsvSource({"application/octet-stream", "text/plain", "image/gif"})
  void a_file_must_be_labelled_as_a_picture(String type) throws Exception {
    Reply reply =
        edit(new FormParts().text("prompt", "fox").labelled("image", "a.png", type, PICTURE));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("/error/code")).isEqualTo("unsupported_file_mimetype");
    assertThat(reply.text("/error/message"))
        .startsWith("Invalid file 'image': unsupported mimetype ('" + type + "').");
    for (String good : List.of("image/png", "image/PNG; charset=binary", "image/jpeg")) {
      assertThat(
              edit(new FormParts().text("prompt", "fox").labelled("image", "a.png", good, PICTURE))
                  .status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource(UploadRoute.class)
  void an_upload_has_one_name(UploadRoute route) throws Exception {
    for (String name : List.of("files", "file[]", "image")) {
      Reply reply = route.send(server, route.form().file(name, "a.png", PICTURE));

      assertThat(reply.status()).as(reply.body()).isIn(400, 422);
    }
  }

  private static Reply edit(FormParts form) throws Exception {
    return server.send(form.on(server.request("/v1/images/edits")));
  }
}

package dev.atelier.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.ImageSize;
import dev.atelier.image.Quality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a directory of model files adds, changes and is refused for. */
class ModelFilesTest {
  private static final String MURAL =
      """
      id: mural
      like: gpt-image-2
      names: {openai: [mural, mural-1]}
      """;

  @TempDir Path directory;

  @Test
  void a_model_can_begin_as_another() throws Exception {
    write("mural.yaml", MURAL + "qualities: [{word: sketch, grid: 8}, {word: medium, grid: 40}]");

    Model mural = load().find(Listing.OPENAI, "mural-1").orElseThrow();

    assertThat(mural.qualityChoices())
        .containsExactly(new Quality("sketch"), Quality.MEDIUM, Quality.AUTO);
    assertThat(mural.sizes()).isEqualTo(Catalog.builtIn().preferred().sizes());
    assertThat(mural.names(Listing.APIMART)).isEmpty();
    assertThat(mural.preferred()).isFalse();
  }

  @Test
  void a_model_that_is_there_gets_another_level() throws Exception {
    write(
        "more.yml",
        """
        id: gpt-image-2
        qualities:
          - {word: low, grid: 16}
          - {word: medium, grid: 48}
          - {word: high, grid: 96}
          - {word: ultra, grid: 128}
        """);

    Model model = load().preferred();

    assertThat(model.id()).isEqualTo("gpt-image-2");
    assertThat(model.level(new Quality("ultra"))).isEqualTo(4);
    assertThat(model.tokens().output(new ImageSize(1024, 1024), new Quality("ultra")))
        .isEqualTo(12_487);
    assertThat(load().models()).hasSize(3);
  }

  @Test
  void the_model_of_requests_that_name_none_can_be_another() throws Exception {
    write("mural.yaml", MURAL + "preferred: true");

    assertThat(load().preferred().id()).isEqualTo("mural");
  }

  @Test
  void files_are_read_by_name_and_others_left_alone() throws Exception {
    write("b.yaml", "id: mural-2\nlike: mural\nnames: {openai: [mural-2]}");
    write("a.yaml", MURAL);
    write("README.md", "# not a model");

    assertThat(load().names(Listing.OPENAI)).endsWith("mural", "mural-1", "mural-2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "colour: red | \"colour\" is not a key; did you mean",
        "limits: {promptMax: 1, countMax: 1, partialsMax: 0, inputsMax: 1, countMux: 1} | "
            + "\"limits.countMux\" is not a key; did you mean \"countMax\"?",
        "limits: {promptMax: 1, partialsMax: 0, inputsMax: 1} | \"limits.countMax\" is missing",
        "limits: {promptMax: 1, countMax: 0, partialsMax: 0, inputsMax: 1} | "
            + "\"limits.countMax\" must be at least 1, not 0",
        "created: soon | \"created\" must be a whole number",
        "names: [mural] | \"names\" must be an object",
        "names: {openai: [gpt-image-2]} | "
            + "\"names.openai\" has gpt-image-2, a name of gpt-image-2 too",
        "names: {opnai: [x]} | \"names\" is wrong: \"opnai\" is none of atelier, openai",
        "formats: [png, gif] | \"formats\" is wrong: \"gif\" is none of png, jpeg, webp",
        "formats: [] | \"formats\" must have one at least",
        "autoQuality: max | \"autoQuality\" must be one of low, medium, high, not max",
        "qualities: [{word: LOUD, grid: 1}] | \"qualities\" is wrong: not a word",
        "qualities: [{word: low, grid: 1}, {word: low, grid: 2}] | \"qualities\" must be different",
        "qualities: [{word: low, grid: 0}] | \"qualities.0.grid\" must be from 1 to 4096, not 0",
        "qualities: [{word: low}] | \"qualities.0.grid\" is missing",
        "like: gpt-image-9 | \"like\" must be one of gpt-image-2, gpt-image-2.5-flare",
        "usdPerMillionTokens: {} | \"usdPerMillionTokens.standard\" is missing",
      })
  void what_is_wrong_is_named(String line, String message) throws Exception {
    String key = line.substring(0, line.indexOf(':') + 1);
    String rest =
        MURAL.lines().filter(one -> !one.startsWith(key)).reduce("", (a, b) -> a + b + "\n");
    write("mural.yaml", rest + line);

    assertThatThrownBy(this::load)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mural.yaml: " + message);
  }

  @Test
  void a_file_without_an_id_or_structure_is_named() throws Exception {
    write("mural.json", "{\"id\": ");
    assertThatThrownBy(this::load).hasMessageContaining("mural.json cannot be read");

    write("mural.json", "{}");
    assertThatThrownBy(this::load).hasMessageContaining("mural.json: \"id\" is missing");

    write("mural.json", "{\"id\": \"mural\", \"id\": \"fresco\"}");
    assertThatThrownBy(this::load).hasMessageContaining("mural.json cannot be read");
  }

  @Test
  void a_directory_that_is_not_there_is_named() {
    Path missing = directory.resolve("missing");

    assertThatThrownBy(() -> Catalog.load(Optional.of(missing)))
        .hasMessageContaining("cannot read the model directory " + missing);
  }

  private Catalog load() {
    return Catalog.load(Optional.of(directory));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }
}

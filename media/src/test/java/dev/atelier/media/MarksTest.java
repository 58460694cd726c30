package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarksTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "1st", "with space", "colon:ed", "ümlaut", "Ω"})
  void names_that_a_format_cannot_hold_are_refused(String name) {
    assertThatThrownBy(() -> new Marks("", "", Map.of(name, "value")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"line\nbreak", "nul\0", "\ud800"})
  void control_characters_are_refused(String value) {
    assertThatThrownBy(() -> new Marks("", "", Map.of("name", value)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Marks("", value, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void marks_have_a_bound() {
    assertThatThrownBy(() -> new Marks("", "x".repeat(8_001), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new Marks("", "\"".repeat(8_000), Map.of()).toXmp()).hasSizeLessThan(65_000);
  }

  @Test
  void a_text_file_has_no_marks(@TempDir Path directory) throws Exception {
    var file = Corpus.store(directory, Corpus.text("not a picture at all"));
    assertThatThrownBy(() -> Marks.read(file)).isInstanceOf(UnusableMediaException.class);
  }
}

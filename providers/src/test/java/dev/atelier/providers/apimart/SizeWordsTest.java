package dev.atelier.providers.apimart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ImageSize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeWordsTest {
  @ParameterizedTest
  @CsvSource({
    // in the table
    "1024x1024, 1:1, 1k, 1024x1024",
    "1536x1024, 3:2, 1k, 1536x1024",
    "2048x1360, 3:2, 2k, 2048x1360",
    "1648x3840, 9:21, 4k, 1648x3840",
    "512x1536, 1:3, 1k, 512x1536",
    // nearly a ratio, the smallest tier that covers it
    "1920x1088, 16:9, 2k, 2048x1152",
    "1040x1040, 1:1, 2k, 2048x2048",
    "1152x768, 3:2, 1k, 1536x1024",
    "1152x640, 16:9, 1k, 1536x864",
    // no such ratio, or larger than every tier
    "1888x832, 1888x832, , 1888x832",
    "1680x1200, 1680x1200, , 1680x1200",
    "3456x2400, 3456x2400, , 3456x2400"
  })
  void a_size_is_a_ratio_and_a_tier_where_the_table_has_one(
      String ordered, String size, String resolution, String made) {
    var words = SizeWords.of(ImageSize.parse(ordered).orElseThrow());

    assertThat(words.size()).isEqualTo(size);
    assertThat(words.resolution().orElse(null)).isEqualTo(resolution);
    assertThat(words.made()).hasToString(made);
  }
}

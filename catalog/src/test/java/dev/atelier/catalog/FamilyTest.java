package dev.atelier.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The models that came after the first: what they share with it and what not. */
class FamilyTest {
  private static final Catalog CATALOG = Catalog.builtIn();
  private static final Model FIRST = CATALOG.preferred();

  @Test
  void every_api_has_the_names_that_its_vendor_gives() {
    assertThat(CATALOG.names(Listing.OPENAI))
        .containsExactly(
            "gpt-image-2",
            "gpt-image-2-2026-04-21",
            "gpt-image-2.5-flare",
            "gpt-image-2.5-flare-2026-09-08",
            "gpt-image-2.5-sunburst",
            "gpt-image-2.5-sunburst-2026-09-08");
    assertThat(CATALOG.names(Listing.ATELIER)).isEqualTo(CATALOG.names(Listing.OPENAI));
    assertThat(CATALOG.names(Listing.SEAART_GENERATION)).containsExactly("gpt_image_2");
    assertThat(CATALOG.names(Listing.SEAART_EDIT)).containsExactly("gpt_image_2_edit");
    assertThat(CATALOG.names(Listing.APIMART)).containsExactly("gpt-image-2", "gpt-image-2-ext");
    assertThat(CATALOG.names(Listing.APIMART_OFFICIAL)).containsExactly("gpt-image-2-official");
  }

  @ParameterizedTest
  @ValueSource(strings = {"flare", "sunburst"})
  void a_snapshot_is_the_same_model_and_there_is_none_without_a_surname(String name) {
    Model model = model(name);

    assertThat(CATALOG.find(Listing.OPENAI, "gpt-image-2.5-" + name + "-2026-09-08"))
        .contains(model);
    assertThat(CATALOG.find(Listing.OPENAI, "gpt-image-2.5")).isEmpty();
    assertThat(model.preferred()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"low,196", "medium,439", "high,1756", "xhigh,3122", "max,7024"})
  void a_square_counts_the_published_tokens(String quality, long tokens) {
    for (String name : List.of("flare", "sunburst")) {
      assertThat(model(name).tokens().output(new ImageSize(1024, 1024), new Quality(quality)))
          .isEqualTo(tokens);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"flare", "sunburst"})
  void all_else_is_as_it_was(String name) {
    Model model = model(name);

    assertThat(model.qualities())
        .extracting(Quality::word)
        .containsExactly("low", "medium", "high", "xhigh", "max");
    assertThat(FIRST.qualities()).containsExactly(Quality.LOW, Quality.MEDIUM, Quality.HIGH);
    assertThat(model.prices()).isEqualTo(FIRST.prices());
    assertThat(model.sizes()).isEqualTo(FIRST.sizes());
    assertThat(model.limits()).isEqualTo(FIRST.limits());
    assertThat(model.autoQuality()).isEqualTo(FIRST.autoQuality());
    assertThat(model.transparent()).containsExactlyInAnyOrder(OutputFormat.PNG, OutputFormat.WEBP);
    assertThat(model.tokens().partial()).isEqualTo(FIRST.tokens().partial());
  }

  @Test
  void levels_are_counted_from_the_lowest() {
    assertThat(model("flare").level(new Quality("max"))).isEqualTo(5);
    assertThat(model("flare").level(Quality.AUTO)).isEqualTo(2);
    assertThat(FIRST.level(new Quality("max"))).isZero();
  }

  private static Model model(String name) {
    return CATALOG.find("gpt-image-2.5-" + name).orElseThrow();
  }
}

package dev.atelier.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Prompt;
import dev.atelier.image.Quality;
import dev.atelier.image.RequestFault.SizeRule;
import dev.atelier.image.Usage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CatalogTest {
  private final Model model = Catalog.builtIn().preferred();
  private final JsonNode vectors = vectors();

  @Test
  void both_names_of_the_model_lead_to_it() {
    var catalog = Catalog.builtIn();
    assertThat(catalog.find("gpt-image-2")).contains(catalog.preferred());
    assertThat(catalog.find(Listing.OPENAI, "gpt-image-2")).contains(catalog.preferred());
    assertThat(catalog.find(Listing.OPENAI, "gpt-image-2-2026-04-21"))
        .contains(catalog.preferred());
    assertThat(catalog.find(Listing.OPENAI, "GPT-IMAGE-2")).isEmpty();
  }

  @Test
  void every_published_size_is_legal() {
    for (JsonNode entry : vectors.get("size").get("valid")) {
      if (!entry.asString().equals("auto")) {
        assertThat(model.sizes().broken(size(entry.asString()))).as(entry.asString()).isEmpty();
      }
    }
  }

  @Test
  void every_illegal_size_breaks_the_rule_it_is_known_to_break() {
    for (JsonNode entry : vectors.get("size").get("invalid")) {
      String text = entry.get("size").asString();
      String reason = entry.get("reason").asString();
      String found =
          ImageSize.parse(text)
              .map(size -> model.sizes().broken(size).map(CatalogTest::reason).orElse("legal"))
              .orElse("syntax");
      assertThat(reason).as(text).contains(found);
    }
  }

  @Test
  void output_tokens_equal_the_published_table() {
    for (JsonNode row : vectors.get("output_tokens")) {
      ImageSize size = size(row.get("size").asString());
      for (Quality quality : model.qualities()) {
        assertThat(model.tokens().output(size, quality))
            .as(size + " " + quality)
            .isEqualTo(row.get(quality.word()).asLong());
      }
    }
    assertThat(model.tokens().partial())
        .isEqualTo(vectors.get("partial_image_output_tokens").asInt());
  }

  @Test
  void input_tokens_equal_the_observed_ones() {
    for (JsonNode row : vectors.get("input_image_tokens_observed")) {
      assertThat(model.tokens().input(size(row.get("size").asString())))
          .isEqualTo(row.get("tokens").asLong());
    }
  }

  @Test
  void a_price_is_the_sum_over_tokens_in_micro_dollars() {
    var high = new Usage(10, 1024, model.tokens().output(new ImageSize(1024, 1024), Quality.HIGH));
    assertThat(model.prices().micros(high)).isEqualTo(10 * 5 + 1024 * 8 + 7024 * 30);
    assertThat(model.prices().micros(Usage.NONE)).isZero();
  }

  @Test
  void prompts_count_code_points() {
    assertThat(model.tokens().prompt(new Prompt("🦊🦊🦊🦊🦊"))).isEqualTo(2 + 8);
  }

  @Test
  void auto_sizes_of_edits_are_legal_and_keep_the_ratio_as_far_as_it_is_legal() {
    var random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      var input = new ImageSize(1 + random.nextInt(9_000), 1 + random.nextInt(9_000));
      ImageSize chosen = model.sizes().autoFor(input);
      assertThat(model.sizes().broken(chosen)).as(input + " -> " + chosen).isEmpty();
    }
    assertThat(model.sizes().autoFor(new ImageSize(1000, 1000))).isEqualTo(size("1248x1248"));
    assertThat(model.sizes().autoFor(new ImageSize(3000, 2000))).isEqualTo(size("1536x1024"));
  }

  @Test
  void another_model_is_added_by_data_alone() throws Exception {
    var catalog =
        Catalog.load(Optional.of(Path.of(CatalogTest.class.getResource("/models").toURI())));
    Model paint = catalog.find(Listing.OPENAI, "paint").orElseThrow();
    assertThat(paint.formats()).containsExactly(OutputFormat.PNG);
    assertThat(paint.sizes().broken(new ImageSize(512, 520))).isEmpty();
    assertThat(paint.tokens().output(new ImageSize(512, 512), Quality.HIGH)).isEqualTo(256);
    assertThat(catalog.preferred().id()).isEqualTo("gpt-image-2");
  }

  private static String reason(SizeRule rule) {
    return switch (rule) {
      case SizeRule.Syntax _ -> "syntax";
      case SizeRule.MultipleOf _ -> "multiple_of_16";
      case SizeRule.LongEdge _ -> "max_edge";
      case SizeRule.Ratio _ -> "ratio";
      case SizeRule.TooFewPixels _ -> "min_pixels";
      case SizeRule.TooManyPixels _ -> "max_pixels";
    };
  }

  private static ImageSize size(String text) {
    return ImageSize.parse(text).orElseThrow();
  }

  private static JsonNode vectors() {
    InputStream in = CatalogTest.class.getResourceAsStream("/vectors.json");
    return JsonMapper.shared().readTree(in);
  }
}

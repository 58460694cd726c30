package dev.atelier.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ImageSize;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes to make what is resampled afterwards, and what they cost by tier. */
class NearestLegalTest {
  private static final Model MODEL = Catalog.builtIn().preferred();
  private static final SizeRules RULES = MODEL.sizes();

  @Test
  void every_size_within_the_bounds_has_a_legal_one_of_nearly_its_shape() {
    var random = new Random(11);
    int tried = 0;
    while (tried < 20_000) {
      var wanted = new ImageSize(random.nextInt(400, 3_841), random.nextInt(400, 3_841));
      if (RULES.brokenBounds(wanted).isEmpty()) {
        tried++;
        ImageSize made = RULES.nearestLegal(wanted);
        assertThat(RULES.broken(made)).as("%s for %s", made, wanted).isEmpty();
        assertThat(stretch(wanted, made)).as("%s for %s", made, wanted).isLessThan(0.02);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"655,1001", "809,811", "1047,626", "3816,2173", "3840,1280", "1881,627", "468,1401"})
  void even_at_the_bounds(int width, int height) {
    var wanted = new ImageSize(width, height);

    assertThat(RULES.brokenBounds(wanted)).isEmpty();
    assertThat(RULES.broken(RULES.nearestLegal(wanted))).isEmpty();
  }

  @Test
  void a_legal_size_is_its_own_nearest() {
    for (ImageSize size : RULES.popular()) {
      assertThat(RULES.nearestLegal(size)).isEqualTo(size);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2048,1024,1k,8500",
    "1536,512,1k,8500",
    "2048,1152,2k,14000",
    "3072,1024,2k,14000",
    "2560,2048,2k,14000",
    "3216,2576,4k,21000",
    "3840,1280,4k,21000",
    "2880,2880,4k,21000"
  })
  void a_picture_costs_what_its_tier_does(int width, int height, String tier, long micros) {
    assertThat(MODEL.tier(new ImageSize(width, height)))
        .hasValueSatisfying(found -> {
          assertThat(found.name()).isEqualTo(tier);
          assertThat(found.micros()).isEqualTo(micros);
        });
  }

  private static double stretch(ImageSize wanted, ImageSize made) {
    return Math.abs(
        (double) wanted.width() * made.height() / ((double) wanted.height() * made.width()) - 1);
  }
}

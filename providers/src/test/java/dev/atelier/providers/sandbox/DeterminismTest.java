package dev.atelier.providers.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.catalog.Catalog;
import dev.atelier.image.Order;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import dev.atelier.provider.KeptResults;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DeterminismTest {
  private static final Order ORDER = Calls.order("two cats on a sofa at night", 320, 256);

  private static Order seeded(long seed) {
    return new Order(
        ORDER.model(),
        ORDER.prompt(),
        ORDER.count(),
        ORDER.output(),
        ORDER.partials(),
        ORDER.moderation(),
        ORDER.endUser(),
        OptionalLong.of(seed));
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void the_same_order_gives_the_same_bytes(OutputFormat format) {
    var order = ORDER.withOutput(ORDER.output().withFormat(format, 90));

    assertThat(Calls.bytes(order)).isEqualTo(Calls.bytes(order));
  }

  @Test
  void pictures_of_one_job_differ() {
    var results = new KeptResults();
    Calls.attempt(Calls.call(ORDER.withCount(2)), results);

    assertThat(results.bytes(0)).isNotEqualTo(results.bytes(1));
  }

  @Test
  void another_seed_gives_another_picture() {
    assertThat(Calls.bytes(seeded(1))).isNotEqualTo(Calls.bytes(seeded(2)));
  }

  @Test
  void the_reported_seed_draws_the_same_pixels_again() {
    var results = new KeptResults();
    Calls.attempt(Calls.call(ORDER), results);
    long seed = results.told(0).seed().orElseThrow();

    var first = Pixels.of(results.bytes(0));
    var again = Pixels.of(Calls.bytes(seeded(seed)));

    assertThat(again.differences(first)).isZero();
  }

  @Test
  void the_pixels_do_not_depend_on_the_format() {
    var png = Pixels.of(Calls.bytes(ORDER));
    var webp =
        Pixels.of(Calls.bytes(ORDER.withOutput(ORDER.output().withFormat(OutputFormat.WEBP, 100))));

    assertThat(webp.at(40, 200) >> 16 & 0xff)
        .isCloseTo(png.at(40, 200) >> 16 & 0xff, org.assertj.core.data.Offset.offset(12));
  }

  @Test
  void quality_changes_how_much_is_drawn() {
    var low = Calls.bytes(ORDER.withOutput(ORDER.output().withQuality(Quality.LOW)));
    var high = Calls.bytes(ORDER.withOutput(ORDER.output().withQuality(Quality.HIGH)));

    assertThat(Pixels.of(low).differences(Pixels.of(high))).isPositive();
    assertThat(high.length).isGreaterThan(low.length);
  }

  @Test
  void every_level_of_a_model_draws_more_than_the_one_below() {
    var order = ORDER.withModel("gpt-image-2.5-flare");
    var details =
        Stream.of("low", "medium", "high", "xhigh", "max")
            .map(word -> order.withOutput(order.output().withQuality(new Quality(word))))
            .toList();

    assertThat(details)
        .extracting(each -> Assignment.of(Calls.call(each).request(), Catalog.builtIn()).detail())
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(details.stream().map(Calls::bytes).map(Pixels::of)).hasSize(5);
    assertThat(details.stream().map(each -> HexFormat.of().formatHex(Calls.bytes(each))))
        .doesNotHaveDuplicates();
  }

  @Test
  void a_model_that_has_left_the_catalog_is_drawn_all_the_same() {
    assertThat(Pixels.of(Calls.bytes(ORDER.withModel("gone"))).at(40, 200)).isNotZero();
  }

  @Test
  void metadata_says_what_the_picture_is() {
    var results = new KeptResults();
    Calls.attempt(Calls.call(ORDER.withCount(2)), results);

    var marks = Pixels.marks(results.bytes(1)).orElseThrow();

    assertThat(marks.digitalSourceType()).isEqualTo("algorithmicMedia");
    assertThat(marks.generator()).isEqualTo("Atelier sandbox");
    assertThat(marks.properties())
        .containsEntry("ImageIndex", "1")
        .containsEntry("Engine", "sandbox")
        .containsEntry("Seed", Long.toString(results.told(1).seed().orElseThrow()))
        .hasEntrySatisfying("RequestHash", hash -> assertThat(hash).matches("[0-9a-f]{64}"));
  }
}

package dev.atelier.providers.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.Background;
import dev.atelier.image.OutputFormat;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.KeptResults;
import dev.atelier.providers.sandbox.Calls.Input;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EditTest {
  private static final int SIDE = 192;
  private static final Input PHOTO =
      Pixels.png(SIDE, SIDE, (x, y) -> 0xff000000 | x << 16 | y << 8 | (x * 7 + y * 3) % 256);
  private static final Input MASK =
      Pixels.png(SIDE, SIDE, (x, y) -> hole(x, y) ? 0 : x < 20 ? 0x01000000 : 0xff000000);

  private static boolean hole(int x, int y) {
    return (x - 100) * (x - 100) + (y - 110) * (y - 110) < 60 * 60;
  }

  private static Pixels edited(String prompt, List<Input> inputs, Optional<Input> mask) {
    var results = new KeptResults();
    AttemptOutcome outcome =
        Calls.attempt(Calls.edit(Calls.order(prompt, SIDE, SIDE), inputs, mask), results);
    assertThat(outcome).isEqualTo(Succeeded.ALL);
    return Pixels.of(results.bytes(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a red apple",
        "a cat on the beach",
        "watercolor poster \"HELLO\"",
        "zzyzx",
        "remove the cat",
        "猫 [atelier:proof]"
      })
  void pixels_outside_the_masks_transparent_area_stay_exactly(String prompt) {
    var original = Pixels.of(PHOTO);
    var result = edited(prompt, List.of(PHOTO), Optional.of(MASK));

    int changed = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        if (hole(x, y)) {
          changed += result.at(x, y) == original.at(x, y) ? 0 : 1;
        } else {
          assertThat(result.at(x, y)).as("at %d,%d", x, y).isEqualTo(original.at(x, y));
        }
      }
    }
    assertThat(changed).isGreaterThan(2_000);
  }

  @Test
  void a_mask_without_transparent_pixels_changes_nothing() {
    var opaque = Pixels.png(SIDE, SIDE, (_, _) -> 0xff000000);

    var result = edited("a dog", List.of(PHOTO), Optional.of(opaque));

    assertThat(result.differences(Pixels.of(PHOTO))).isZero();
  }

  @Test
  void without_a_mask_the_base_stays_visible_and_the_subject_is_added() {
    var result = edited("add a red balloon", List.of(PHOTO), Optional.empty());
    var original = Pixels.of(PHOTO);

    int different = result.differences(original);
    assertThat(different).isBetween(1_500, SIDE * SIDE / 2);
    assertThat(result.at(5, 5)).isEqualTo(original.at(5, 5));
  }

  @Test
  void every_reference_is_visible() {
    var green = Pixels.png(64, 32, (_, _) -> 0xff00ff00);
    var magenta = Pixels.png(32, 64, (_, _) -> 0xffff00ff);

    var result = edited("a dog", List.of(PHOTO, green, magenta), Optional.empty());

    assertThat(result.count(pixel -> pixel == 0xff00ff00)).isGreaterThan(200);
    assertThat(result.count(pixel -> pixel == 0xffff00ff)).isGreaterThan(200);
  }

  @Test
  void the_base_is_scaled_to_the_ordered_size() {
    var results = new KeptResults();
    var order = Calls.order("a dog", 320, 128);
    Calls.attempt(Calls.edit(order, List.of(PHOTO), Optional.of(MASK)), results);

    assertThat(Pixels.of(results.bytes(0)).size().toString()).isEqualTo("320x128");
  }

  @Test
  void an_unreadable_input_is_refused() {
    var broken = new Input(new byte[] {1, 2, 3}, OutputFormat.PNG, PHOTO.size());
    var order = Calls.order("a dog", SIDE, SIDE);

    var outcome =
        Calls.attempt(Calls.edit(order, List.of(broken), Optional.empty()), new KeptResults());

    assertThat(outcome).isInstanceOf(AttemptOutcome.Refused.class);
  }

  /** Transparent in its right half. */
  private static final Input SEE_THROUGH =
      Pixels.png(SIDE, SIDE, (x, y) -> x < SIDE / 2 ? 0xff000000 | x << 16 | y << 8 : 0);

  static Stream<Arguments> formats() {
    return Stream.of(OutputFormat.PNG, OutputFormat.WEBP)
        .flatMap(format ->
            Stream.of("a red apple", "remove the cat", "zzyzx", "a cat on the beach")
                .map(prompt -> Arguments.of(format, prompt)));
  }

  private static Pixels edited(
      OutputFormat format, Background background, String prompt, Input base, Optional<Input> mask) {
    var order = Calls.order(prompt, SIDE, SIDE);
    order = order.withOutput(order.output().withFormat(format, 100).withBackground(background));
    var results = new KeptResults();
    Calls.attempt(Calls.edit(order, List.of(base), mask), results);
    return Pixels.of(results.bytes(0));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void nothing_shows_through_an_edit_unless_that_was_ordered(OutputFormat format, String prompt) {
    for (Background background : List.of(Background.OPAQUE, Background.AUTO)) {
      for (Optional<Input> mask : List.of(Optional.<Input>empty(), Optional.of(MASK))) {
        var result = edited(format, background, prompt, SEE_THROUGH, mask);

        assertThat(result.count(pixel -> pixel >>> 24 != 255)).isZero();
        assertThat(result.at(SIDE - 5, 5)).isEqualTo(0xffffffff);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void a_mask_says_what_a_transparent_background_clears(OutputFormat format, String prompt) {
    var result = edited(format, Background.TRANSPARENT, prompt, PHOTO, Optional.of(MASK));
    var original = Pixels.of(PHOTO);

    int cleared = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        if (hole(x, y)) {
          cleared += result.at(x, y) >>> 24 == 0 ? 1 : 0;
        } else {
          assertThat(result.at(x, y)).as("at %d,%d", x, y).isEqualTo(original.at(x, y));
        }
      }
    }
    assertThat(cleared).isGreaterThan(500);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void without_a_mask_a_solid_picture_stays_solid_and_says_so(OutputFormat format, String prompt) {
    var result = edited(format, Background.TRANSPARENT, prompt, PHOTO, Optional.empty());

    assertThat(result.count(pixel -> pixel >>> 24 != 255)).isZero();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void what_shows_through_a_picture_does_so_where_that_was_ordered(
      OutputFormat format, String prompt) {
    var result = edited(format, Background.TRANSPARENT, prompt, SEE_THROUGH, Optional.empty());

    assertThat(result.at(SIDE - 5, 5) >>> 24).isZero();
    assertThat(result.at(5, 5)).isEqualTo(Pixels.of(SEE_THROUGH).at(5, 5));
  }

  @Test
  void transparent_pictures_hold_only_their_subjects() {
    var order = Calls.order("three red apples", 256, 256);
    order = order.withOutput(order.output().withBackground(Background.TRANSPARENT));

    var pixels = Pixels.of(Calls.bytes(order));

    assertThat(pixels.at(0, 0) >>> 24).isZero();
    assertThat(pixels.count(pixel -> pixel >>> 24 == 0)).isGreaterThan(256 * 256 / 4);
    assertThat(pixels.count(pixel -> pixel >>> 24 == 255)).isGreaterThan(4_000);
  }
}

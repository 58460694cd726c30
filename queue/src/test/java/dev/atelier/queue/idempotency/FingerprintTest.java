package dev.atelier.queue.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ArtifactId;
import dev.atelier.image.ContentHash;
import dev.atelier.image.ImageRequest.Edit;
import dev.atelier.image.ImageRequest.Generation;
import dev.atelier.image.ImageSize;
import dev.atelier.image.InputImage;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Prompt;
import dev.atelier.image.Quality;
import dev.atelier.image.SizeChoice;
import dev.atelier.queue.Generated;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final Order ORDER = Order.of("gpt-image-2", "a red fox");

  @Test
  void where_a_picture_is_stored_does_not_matter() {
    assertThat(Fingerprint.of(edit(image(1, "a")), "openai"))
        .isEqualTo(Fingerprint.of(edit(image(2, "a")), "openai"))
        .isNotEqualTo(Fingerprint.of(edit(image(1, "b")), "openai"));
  }

  @Test
  void everything_that_is_ordered_matters() {
    var seen = new HashSet<String>();
    var orders =
        List.of(
            ORDER,
            ORDER.withModel("other"),
            ORDER.withCount(2),
            ORDER.withPartials(1),
            ORDER.withOutput(Output.DEFAULT.withSize(SizeChoice.of(1024, 1024))),
            ORDER.withOutput(Output.DEFAULT.withQuality(Quality.LOW)),
            ORDER.withOutput(Output.DEFAULT.withFormat(OutputFormat.JPEG, 100)),
            ORDER.withOutput(Output.DEFAULT.withFormat(OutputFormat.PNG, 50)),
            personal("another fox", ModerationLevel.AUTO, Optional.empty(), OptionalLong.empty()),
            personal("a red fox", ModerationLevel.LOW, Optional.empty(), OptionalLong.empty()),
            personal("a red fox", ModerationLevel.AUTO, Optional.of(""), OptionalLong.empty()),
            personal("a red fox", ModerationLevel.AUTO, Optional.of("u1"), OptionalLong.empty()),
            personal("a red fox", ModerationLevel.AUTO, Optional.empty(), OptionalLong.of(0)));
    for (var order : orders) {
      assertThat(seen.add(Fingerprint.of(new Generation(order), "openai"))).isTrue();
    }
    assertThat(seen.add(Fingerprint.of(new Generation(ORDER), "seaart"))).isTrue();
    assertThat(seen.add(Fingerprint.of(new Generation(ORDER), "openai", ""))).isTrue();
    assertThat(seen.add(Fingerprint.of(new Generation(ORDER), "openai", "stream"))).isTrue();
  }

  @Test
  void the_mask_is_not_just_another_picture() {
    var a = image(1, "a");
    var b = image(2, "b");
    assertThat(Fingerprint.of(new Edit(ORDER, List.of(a), Optional.of(b)), "openai"))
        .isNotEqualTo(Fingerprint.of(edit(a, b), "openai"));
  }

  @Test
  void texts_cannot_be_shifted_between_fields() {
    assertThat(Fingerprint.of(new Generation(ORDER), "openai", "ab", "c"))
        .isNotEqualTo(Fingerprint.of(new Generation(ORDER), "openai", "a", "bc"));
  }

  @Test
  void different_requests_have_different_fingerprints_and_equal_ones_the_same() {
    var seen = new HashSet<String>();
    var requests = new HashSet<Generation>();
    var generated = new Generated(new Random(5));
    for (int i = 0; i < 1_000; i++) {
      var request = generated.a(Generation.class);
      var print = Fingerprint.of(request, "openai");
      assertThat(print).matches("[0-9a-f]{64}");
      assertThat(seen.add(print)).isEqualTo(requests.add(request));
    }
  }

  private static Edit edit(InputImage... images) {
    return new Edit(ORDER, List.of(images), Optional.empty());
  }

  private static InputImage image(long artifact, String hexDigit) {
    return new InputImage(
        new ArtifactId(new UUID(0, artifact)),
        new ContentHash(hexDigit.repeat(64)),
        OutputFormat.PNG,
        new ImageSize(64, 64),
        false,
        100);
  }

  private static Order personal(
      String prompt, ModerationLevel moderation, Optional<String> user, OptionalLong seed) {
    return new Order(
        ORDER.model(), new Prompt(prompt), 1, Output.DEFAULT, 0, moderation, user, seed);
  }
}

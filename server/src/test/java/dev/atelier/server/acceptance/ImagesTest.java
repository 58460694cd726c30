package dev.atelier.server.acceptance;

import static dev.atelier.server.acceptance.SdkClient.small;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.models.images.ImageGenerateParams.Background;
import com.openai.models.images.ImageGenerateParams.Moderation;
import com.openai.models.images.ImageGenerateParams.OutputFormat;
import com.openai.models.images.ImageGenerateParams.Quality;
import com.openai.models.images.ImagesResponse;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back is what was ordered. */
@ExtendWith(SharedServer.class)
class ImagesTest {

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "webp"})
  void each_format_is_delivered_as_such(String format, LiveServer server) {
    try (var sdk = server.sdk()) {
      ImagesResponse answer =
          sdk.generate(small("a red fox in snow").outputFormat(OutputFormat.of(format)));

      byte[] image = Pixels.bytes(answer, 0);
      assertThat(Pixels.isPng(image)).isEqualTo(format.equals("png"));
      assertThat(Pixels.isJpeg(image)).isEqualTo(format.equals("jpeg"));
      assertThat(Pixels.isWebp(image)).isEqualTo(format.equals("webp"));
      assertThat(Pixels.size(Pixels.decode(image))).isEqualTo("1024x640");
      assertThat(colours(Pixels.decode(image))).isGreaterThan(50);
      assertThat(answer.outputFormat().orElseThrow().asString()).isEqualTo(format);
      assertThat(answer.background().orElseThrow().asString()).isEqualTo("opaque");
      assertThat(answer.quality().orElseThrow().asString()).isEqualTo("low");
      assertThat(answer.created()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "webp"})
  void less_compression_quality_makes_fewer_bytes(String format, LiveServer server) {
    try (var sdk = server.sdk()) {
      var order = small("a forest of birches").outputFormat(OutputFormat.of(format));
      byte[] best = Pixels.bytes(sdk.generate(order.outputCompression(100)), 0);
      byte[] worst = Pixels.bytes(sdk.generate(order.outputCompression(5)), 0);

      assertThat(worst.length).isLessThan(best.length / 2);
    }
  }

  @Test
  void two_pictures_differ_and_count_twice(LiveServer server) {
    try (var sdk = server.sdk()) {
      ImagesResponse one = sdk.generate(small("two boats"));
      ImagesResponse two = sdk.generate(small("two boats").n(2));

      assertThat(two.data().orElseThrow()).hasSize(2);
      assertThat(Pixels.bytes(two, 0)).isNotEqualTo(Pixels.bytes(two, 1));
      assertThat(
              differing(Pixels.decode(Pixels.bytes(two, 0)), Pixels.decode(Pixels.bytes(two, 1))))
          .isGreaterThan(1024 * 640 / 20);
      assertThat(two.usage().orElseThrow().inputTokens())
          .isEqualTo(2 * one.usage().orElseThrow().inputTokens());
      assertThat(two.usage().orElseThrow().outputTokens()).isEqualTo(2 * 107);
    }
  }

  @Test
  void ten_pictures_come_in_one_answer(LiveServer server) {
    try (var sdk = server.sdk()) {
      ImagesResponse answer =
          sdk.generate(small("ten kites").n(10).outputFormat(OutputFormat.JPEG));

      assertThat(answer.data().orElseThrow()).hasSize(10).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "webp"})
  void a_transparent_background_is_real_alpha(String format, LiveServer server) {
    try (var sdk = server.sdk()) {
      ImagesResponse answer =
          sdk.generate(
              small("a red apple")
                  .background(Background.TRANSPARENT)
                  .outputFormat(OutputFormat.of(format)));

      BufferedImage image = Pixels.decode(Pixels.bytes(answer, 0));
      assertThat(answer.background().orElseThrow().asString()).isEqualTo("transparent");
      assertThat(withAlpha(image, 0)).isGreaterThan(1024 * 640 / 10);
      assertThat(withAlpha(image, 255)).isGreaterThan(1024 * 640 / 100);
    }
  }

  @Test
  void an_opaque_picture_has_no_hole(LiveServer server) {
    try (var sdk = server.sdk()) {
      ImagesResponse answer = sdk.generate(small("a red apple").background(Background.OPAQUE));

      assertThat(withAlpha(Pixels.decode(Pixels.bytes(answer, 0)), 255)).isEqualTo(1024 * 640);
    }
  }

  @Test
  void every_auto_is_answered_with_what_it_became(LiveServer server) {
    try (var sdk = server.sdk()) {
      ImagesResponse answer =
          sdk.generate(
              small("a bridge")
                  .size("auto")
                  .quality(Quality.AUTO)
                  .background(Background.AUTO)
                  .moderation(Moderation.AUTO));

      assertThat(answer.size().orElseThrow().asString()).isEqualTo("1024x1024");
      assertThat(answer.quality().orElseThrow().asString()).isEqualTo("medium");
      assertThat(answer.background().orElseThrow().asString()).isEqualTo("opaque");
      assertThat(answer.outputFormat().orElseThrow().asString()).isEqualTo("png");
      assertThat(answer.usage().orElseThrow().outputTokens()).isEqualTo(1756);
    }
  }

  @Test
  void the_same_order_makes_the_same_pixels(LiveServer server) {
    try (var sdk = server.sdk()) {
      byte[] first = Pixels.bytes(sdk.generate(small("a lone pine")), 0);
      byte[] second = Pixels.bytes(sdk.generate(small("a lone pine")), 0);

      assertThat(differing(Pixels.decode(first), Pixels.decode(second))).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "webp"})
  void a_picture_says_that_no_model_made_it(String format, LiveServer server) {
    try (var sdk = server.sdk()) {
      byte[] image =
          Pixels.bytes(sdk.generate(small("a fox").outputFormat(OutputFormat.of(format))), 0);

      assertThat(new String(image, StandardCharsets.ISO_8859_1))
          .contains("http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia")
          .doesNotContain("trainedAlgorithmicMedia");
    }
  }

  private static long colours(BufferedImage image) {
    return pixels(image).distinct().count();
  }

  private static long withAlpha(BufferedImage image, int alpha) {
    return pixels(image).filter(argb -> argb >>> 24 == alpha).count();
  }

  private static long differing(BufferedImage one, BufferedImage other) {
    int[] a = pixels(one).toArray();
    int[] b = pixels(other).toArray();
    long count = 0;
    for (int i = 0; i < a.length; i++) {
      count += a[i] == b[i] ? 0 : 1;
    }
    return count;
  }

  private static java.util.stream.IntStream pixels(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    return java.util.stream.IntStream.of(image.getRGB(0, 0, width, height, null, 0, width));
  }
}

package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.types.Rect;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MasksTest {
  private static final ImageInfo FIRST =
      ImageInfo.of(OutputFormat.JPEG, new ImageSize(48, 32), false, 1);

  @TempDir Path directory;

  private void check(byte[] mask, ImageInfo first) throws Exception {
    var file = Corpus.store(directory, mask);
    Masks.check(file, Probe.read(file), first);
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputFormat.class,
      names = {"PNG", "WEBP"})
  void a_mask_with_alpha_and_the_same_size_fits_any_image(OutputFormat format) {
    assertThatCode(() -> check(Corpus.file(format, true), FIRST)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputFormat.class,
      names = {"PNG", "WEBP"})
  void a_mask_without_alpha_is_refused(OutputFormat format) {
    assertThatThrownBy(() -> check(Corpus.file(format, false), FIRST))
        .isInstanceOf(UnusableMediaException.class)
        .hasMessage("has no alpha channel");
  }

  @Test
  void a_jpeg_is_no_mask() {
    assertThatThrownBy(() -> check(Corpus.file(OutputFormat.JPEG, false), FIRST))
        .hasMessage("is a JPEG, which has no alpha channel");
  }

  @Test
  void a_mask_of_another_size_is_refused() {
    var first = ImageInfo.of(OutputFormat.PNG, new ImageSize(64, 32), true, 1);
    assertThatThrownBy(() -> check(Corpus.file(OutputFormat.PNG, true), first))
        .hasMessage("is 48x32, but the first image is 64x32");
  }

  @Test
  void the_size_is_compared_as_shown() throws Exception {
    try (var upright = Corpus.image(32, 48, false)) {
      var jpeg = Corpus.encode(upright, OutputFormat.JPEG, 90, Marks.NONE);
      var first = Corpus.probe(Corpus.withOrientation(jpeg, 6, ByteOrder.BIG_ENDIAN));
      assertThatCode(() -> check(Corpus.file(OutputFormat.PNG, true), first))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void a_truncated_mask_is_refused() {
    var mask = Corpus.file(OutputFormat.PNG, true);
    assertThatThrownBy(() -> check(Arrays.copyOf(mask, mask.length - 20), FIRST))
        .hasMessage("is truncated");
  }

  @Test
  void only_fully_transparent_pixels_are_changed() {
    var size = new ImageSize(6, 4);
    try (var mask = Raster.blank(size, true);
        var original = Corpus.image(6, 4, false);
        var edited = Raster.blank(size, false);
        var veil = new Paint()) {
      mask.canvas().drawRect(Rect.makeXYWH(0, 0, 2, 4), veil.setColor(0xffffffff));
      mask.canvas().drawRect(Rect.makeXYWH(2, 0, 1, 4), veil.setColor(0x01000000));
      Masks.keepOutside(mask, original, edited);
      for (int y = 0; y < 4; y++) {
        for (int x = 0; x < 6; x++) {
          assertThat(edited.argb(x, y)).isEqualTo(x < 3 ? original.argb(x, y) : 0xffffffff);
        }
      }
    }
  }
}

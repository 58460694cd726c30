package dev.atelier.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.ImageSize;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.types.Rect;
import org.junit.jupiter.api.Test;

class RasterTest {
  private static final ImageSize SIZE = new ImageSize(5, 3);

  @Test
  void a_blank_raster_is_white_or_transparent() {
    try (var paper = Raster.blank(SIZE, false);
        var clear = Raster.blank(SIZE, true)) {
      assertThat(paper.argb(4, 2)).isEqualTo(0xffffffff);
      assertThat(clear.argb(4, 2)).isZero();
    }
  }

  @Test
  void drawing_reaches_the_pixels_at_once() {
    try (var raster = Raster.blank(SIZE, true);
        var paint = new Paint().setColor(0x80ff0000)) {
      raster.canvas().drawRect(Rect.makeXYWH(1, 1, 2, 1), paint);
      var row = new byte[20];
      raster.readRow(1, row);
      assertThat(row).startsWith(0, 0, 0, 0, 128, 0, 0, 128, 128, 0, 0, 128, 0, 0, 0, 0);
      assertThat(raster.argb(1, 1)).isEqualTo(0x80ff0000);
      var alphas = new byte[5];
      raster.readAlphaRow(1, alphas);
      assertThat(alphas).containsExactly(0, 128, 128, 0, 0);
    }
  }

  @Test
  void one_raster_is_drawn_into_another() {
    try (var from = Corpus.image(5, 3, false);
        var onto = Raster.blank(SIZE, false)) {
      try (var image = from.image()) {
        onto.canvas().drawImage(image, 0, 0);
      }
      assertThat(Corpus.difference(from, onto)).isZero();
      from.writeRow(0, new byte[20]);
      try (var again = from.image()) {
        onto.canvas().clear(0xffffffff).drawImage(again, 0, 0);
      }
      assertThat(onto.argb(0, 0) & 0xffffff).isZero();
    }
  }

  @Test
  void pixels_outside_do_not_exist() {
    try (var raster = Raster.blank(SIZE, false)) {
      assertThatThrownBy(() -> raster.argb(5, 0)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> raster.readRow(3, new byte[20]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void closing_twice_does_no_harm() {
    var raster = Raster.blank(SIZE, false);
    raster.canvas();
    raster.close();
    raster.close();
    assertThatThrownBy(raster::image).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> raster.argb(0, 0)).isInstanceOf(IllegalStateException.class);
  }
}

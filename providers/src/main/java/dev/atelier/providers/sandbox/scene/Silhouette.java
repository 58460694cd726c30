package dev.atelier.providers.sandbox.scene;

import io.github.humbleui.skija.BlendMode;
import io.github.humbleui.skija.ColorFilter;
import io.github.humbleui.skija.FilterTileMode;
import io.github.humbleui.skija.Image;
import io.github.humbleui.skija.ImageFilter;
import io.github.humbleui.skija.ImageInfo;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.skija.SamplingMode;
import io.github.humbleui.skija.Surface;
import io.github.humbleui.types.Rect;

/**
 * A small blurred outline of a sprite in one colour; enlarged again it is a soft shadow.
 *
 * @param inner where the outline lies in the image, which has a margin for the blur
 */
record Silhouette(Image image, Rect inner) implements AutoCloseable {
  private static final float BLUR = 1.1f;
  private static final int MARGIN = 4;

  static Silhouette of(Image sprite, float w, float h, int colour) {
    int width = (int) Math.ceil(w) + 2 * MARGIN;
    int height = (int) Math.ceil(h) + 2 * MARGIN;
    var inner = Rect.makeXYWH(MARGIN, MARGIN, w, h);
    try (var surface =
            Surface.makeRaster(
                ImageInfo.makeS32(width, height, io.github.humbleui.skija.ColorAlphaType.PREMUL));
        var blur = ImageFilter.makeBlur(BLUR, BLUR, FilterTileMode.DECAL);
        var flat = ColorFilter.makeBlend(colour, BlendMode.SRC_IN);
        var paint = new Paint().setImageFilter(blur).setColorFilter(flat)) {
      surface
          .getCanvas()
          .drawImageRect(
              sprite,
              Rect.makeWH(sprite.getWidth(), sprite.getHeight()),
              inner,
              SamplingMode.MITCHELL,
              paint,
              true);
      return new Silhouette(surface.makeImageSnapshot(), inner);
    }
  }

  @Override
  public void close() {
    image.close();
  }
}

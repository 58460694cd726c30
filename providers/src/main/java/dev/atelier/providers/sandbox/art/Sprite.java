package dev.atelier.providers.sandbox.art;

import dev.atelier.providers.sandbox.words.Tint;
import io.github.humbleui.skija.Bitmap;
import io.github.humbleui.skija.BlendMode;
import io.github.humbleui.skija.Canvas;
import io.github.humbleui.skija.ColorAlphaType;
import io.github.humbleui.skija.ColorSpace;
import io.github.humbleui.skija.ColorType;
import io.github.humbleui.skija.Image;
import io.github.humbleui.skija.ImageInfo;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.skija.Shader;
import io.github.humbleui.types.Rect;
import java.util.Optional;

/** A drawing rasterised at one size: just its inked part, coloured as asked. */
public final class Sprite implements AutoCloseable {
  private final Image image;

  private Sprite(Image image) {
    this.image = image;
  }

  /**
   * @param width of the inked part in pixels, 1 or more
   * @param shaded whether light falls on it from the left
   */
  public static Sprite of(
      Drawings drawings, String name, int width, int height, Optional<Tint> tint, boolean shaded) {
    var drawing = drawings.drawing(name);
    try (var bitmap = new Bitmap()) {
      bitmap.allocPixels(info(width, height));
      bitmap.erase(0);
      try (var canvas = new Canvas(bitmap)) {
        draw(canvas, drawing, width, height, shaded);
      }
      if (tint.isEmpty()) {
        bitmap.setImmutable();
        return new Sprite(Image.makeRasterFromBitmap(bitmap));
      }
      var pixels = Pixels.of(bitmap);
      Dye.of(drawing, tint.get()).apply(pixels);
      return new Sprite(Image.makeRasterFromBytes(info(width, height), pixels, width * 4L));
    }
  }

  private static void draw(Canvas canvas, Drawing drawing, int width, int height, boolean shaded) {
    var bounds = drawing.bounds();
    canvas.save();
    canvas.scale(width / bounds.getWidth(), height / bounds.getHeight());
    canvas.translate(-bounds.getLeft(), -bounds.getTop());
    canvas.drawPicture(drawing.picture());
    canvas.restore();
    if (shaded) {
      shade(canvas, width, height);
    }
  }

  private static void shade(Canvas canvas, int width, int height) {
    int[] colours = {0x30fff4dc, 0x00ffffff, 0x38201040};
    try (var shader = Shader.makeLinearGradient(0, 0, width, height, colours);
        var paint = new Paint()) {
      paint.setShader(shader).setBlendMode(BlendMode.SRC_ATOP);
      canvas.drawRect(Rect.makeWH(width, height), paint);
    }
  }

  static ImageInfo info(int width, int height) {
    return new ImageInfo(
        width, height, ColorType.RGBA_8888, ColorAlphaType.PREMUL, ColorSpace.getSRGB());
  }

  public Image image() {
    return image;
  }

  @Override
  public void close() {
    image.close();
  }
}

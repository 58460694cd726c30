package dev.atelier.providers.sandbox;

import dev.atelier.image.ImageSize;
import dev.atelier.media.Raster;
import dev.atelier.providers.sandbox.art.Brush;
import dev.atelier.providers.sandbox.art.Drawings;
import dev.atelier.providers.sandbox.layout.Press;
import io.github.humbleui.skija.FilterMipmap;
import io.github.humbleui.skija.FilterMode;
import io.github.humbleui.skija.MipmapMode;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.skija.SamplingMode;
import io.github.humbleui.types.Rect;

/** Draws the pictures of an assignment, and coarse previews of them. */
final class DrawImage {
  private static final float[] COARSE = {1 / 24f, 1 / 10f, 1 / 5f};

  private static final SamplingMode MIPMAPPED =
      new FilterMipmap(FilterMode.LINEAR, MipmapMode.LINEAR);

  private final Press press;

  DrawImage(Drawings drawings) {
    this.press = new Press(drawings);
  }

  /** A new raster with the whole picture; the caller closes it. */
  Raster whole(Assignment assignment, ImageSize size, int index) {
    var raster = blank(assignment, size);
    draw(assignment, raster, size, 1, index);
    finish(assignment, raster, index);
    return raster;
  }

  /**
   * The same picture, coarse.
   *
   * @param order 0 for the coarsest
   */
  Raster preview(Assignment assignment, ImageSize size, int index, int order) {
    float scale = COARSE[Math.clamp(order, 0, COARSE.length - 1)];
    var raster = blank(assignment, size);
    var small =
        new ImageSize(
            Math.max(1, Math.round(size.width() * scale)),
            Math.max(1, Math.round(size.height() * scale)));
    try (var sketch = Raster.blank(small, raster.hasAlpha())) {
      draw(assignment, sketch, size, scale, index);
      enlarge(sketch, raster);
    }
    finish(assignment, raster, index);
    return raster;
  }

  private static Raster blank(Assignment assignment, ImageSize size) {
    boolean alpha = assignment.transparent() && assignment.format().carriesAlpha();
    return Raster.blank(size, alpha);
  }

  private void draw(Assignment assignment, Raster raster, ImageSize size, float scale, int index) {
    var canvas = raster.canvas();
    canvas.save();
    canvas.scale(raster.width() / (float) size.width(), raster.height() / (float) size.height());
    var brush = new Brush(canvas, size.width(), size.height(), scale);
    page(assignment, brush, index, assignment.transparent());
    canvas.restore();
  }

  /** Draws an assignment's page with whatever brush. */
  void page(Assignment assignment, Brush brush, int index, boolean bare) {
    press.draw(brush, assignment.page(), assignment.seedOf(index), assignment.detail(), bare);
  }

  /** Draws what an edit adds: without ground, as large as it fits. */
  void addition(Assignment assignment, Brush brush, int index) {
    press.add(brush, assignment.page(), assignment.seedOf(index), assignment.detail());
  }

  /**
   * Draws under a mask: a whole scene where the prompt names one, else only what it adds.
   *
   * @param bare without ground
   */
  void insideMask(Assignment assignment, Brush brush, int index, boolean bare) {
    if (assignment.brief().scene().settingNamed()
        || assignment.brief().scene().actors().isEmpty()) {
      page(assignment, brush, index, bare);
    } else {
      addition(assignment, brush, index);
    }
  }

  /** Leaves only so many colours across: what stood out is gone. */
  static void smooth(Raster raster, int across) {
    var few = new ImageSize(across, across);
    try (var small = Raster.blank(few, raster.hasAlpha())) {
      enlarge(raster, small);
      enlarge(small, raster);
    }
  }

  private static void enlarge(Raster from, Raster to) {
    try (var image = from.image();
        var paint = new Paint()) {
      to.canvas()
          .drawImageRect(
              image,
              Rect.makeWH(from.width(), from.height()),
              Rect.makeWH(to.width(), to.height()),
              MIPMAPPED,
              paint,
              true);
    }
  }

  /** Style, palette and proof strip, over what has been drawn. */
  static void finish(Assignment assignment, Raster raster, int index) {
    Finish.apply(raster, assignment.brief().scene().mood());
    if (assignment.script().has(Token.Proof.class)) {
      ProofStrip.draw(raster, assignment, index);
    }
  }
}

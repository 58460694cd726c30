package dev.atelier.providers.sandbox;

import dev.atelier.image.ImageSize;
import dev.atelier.media.Raster;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.provider.Call;
import dev.atelier.providers.sandbox.art.Brush;
import dev.atelier.providers.sandbox.layout.Page;
import io.github.humbleui.skija.BlendMode;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.skija.SamplingMode;
import io.github.humbleui.types.Rect;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Edits: the first picture, scaled to the ordered size, with the prompt's subject added; under a
 * mask, the new drawing exactly where the mask is fully transparent and nowhere else. With a
 * transparent background a mask also says what to clear; without one, only what shows through the
 * first picture does so in the result.
 */
final class Retouch {
  private final DrawImage image;
  private final Inputs inputs;

  Retouch(DrawImage image, Inputs inputs) {
    this.image = image;
    this.inputs = inputs;
  }

  Raster whole(Assignment assignment, Call call, ImageSize size, int index)
      throws IOException, UnusableMediaException {
    var result = base(assignment, call, size);
    try {
      if (call.mask().isPresent()) {
        masked(assignment, call, call.mask().get(), result, index);
      } else {
        open(assignment, call, result, index);
      }
      return result;
    } catch (IOException | UnusableMediaException | RuntimeException failed) {
      result.close();
      throw failed;
    }
  }

  private Raster base(Assignment assignment, Call call, ImageSize size)
      throws IOException, UnusableMediaException {
    try (var first = inputs.decode(call.inputs().getFirst())) {
      boolean alpha =
          assignment.format().carriesAlpha()
              && assignment.transparent()
              && (!first.opaque() || call.mask().isPresent());
      var result = Raster.blank(size, alpha);
      copy(first, result, Rect.makeWH(size.width(), size.height()), BlendMode.SRC_OVER);
      return result;
    }
  }

  private static void copy(Raster from, Raster to, Rect place, BlendMode blend) {
    boolean exact = from.width() == place.getWidth() && from.height() == place.getHeight();
    try (var image = from.image();
        var paint = new Paint().setBlendMode(blend)) {
      to.canvas()
          .drawImageRect(
              image,
              Rect.makeWH(from.width(), from.height()),
              place,
              exact ? SamplingMode.DEFAULT : SamplingMode.MITCHELL,
              paint,
              true);
    }
  }

  private void open(Assignment assignment, Call call, Raster result, int index)
      throws IOException, UnusableMediaException {
    float w = result.width();
    float h = result.height();
    var brush = new Brush(result.canvas(), w, h, 1);
    if (!assignment.brief().removal()) {
      addition(assignment, brush, index);
    }
    references(call, result, Rect.makeWH(w, h));
    DrawImage.finish(assignment, result, index);
  }

  /** The new drawing without ground, in the lower part of the picture. */
  private void addition(Assignment assignment, Brush brush, int index) {
    float w = brush.width();
    float h = brush.height();
    boolean scenic = assignment.page() instanceof Page.ImageFrame;
    float x = scenic ? w * 0.36f : w * 0.08f;
    float y = scenic ? h * 0.36f : h * 0.3f;
    var box = Rect.makeLTRB(x, y, w * (scenic ? 0.98f : 0.92f), h * 0.97f);
    part(brush, box, inner -> image.addition(assignment, inner, index));
  }

  private static void part(Brush brush, Rect box, Consumer<Brush> draw) {
    var canvas = brush.canvas();
    canvas.save();
    canvas.translate(box.getLeft(), box.getTop());
    canvas.clipRect(Rect.makeWH(box.getWidth(), box.getHeight()));
    draw.accept(new Brush(canvas, box.getWidth(), box.getHeight(), brush.scale()));
    canvas.restore();
  }

  private void masked(Assignment assignment, Call call, Call.Input input, Raster result, int index)
      throws IOException, UnusableMediaException {
    try (var mask = fitted(inputs.decode(input), result.size())) {
      Optional<Opening> opening = Opening.of(mask);
      if (opening.isEmpty()) {
        return;
      }
      var area = opening.get();
      boolean cleared = result.hasAlpha();
      try (var patch = Raster.blank(area.size(), cleared)) {
        var box = Rect.makeWH(patch.width(), patch.height());
        if (!cleared) {
          area.copyFrom(result, patch);
        }
        if (!assignment.brief().removal()) {
          var brush = new Brush(patch.canvas(), patch.width(), patch.height(), 1);
          image.insideMask(assignment, brush, index, cleared);
        } else if (!cleared) {
          DrawImage.smooth(patch, 6);
        }
        references(call, patch, box);
        Finish.apply(patch, assignment.brief().scene().mood());
        area.replace(mask, patch, result);
      }
    }
  }

  /** The mask in the picture's size, without inventing half-transparent pixels. */
  private static Raster fitted(Raster mask, ImageSize size) {
    if (mask.size().equals(size)) {
      return mask;
    }
    var fitted = Raster.blank(size, true);
    try (mask;
        var image = mask.image();
        var paint = new Paint().setBlendMode(BlendMode.SRC)) {
      fitted
          .canvas()
          .drawImageRect(
              image,
              Rect.makeWH(mask.width(), mask.height()),
              Rect.makeWH(size.width(), size.height()),
              SamplingMode.DEFAULT,
              paint,
              true);
    }
    return fitted;
  }

  /**
   * With several inputs, all are seen: the first as the picture, the others small, all numbered.
   */
  private void references(Call call, Raster on, Rect box)
      throws IOException, UnusableMediaException {
    int count = call.inputs().size();
    if (count < 2) {
      return;
    }
    var strip = new ReferenceStrip(on, box, count);
    strip.number(0);
    for (int i = 1; i < count; i++) {
      try (var reference = inputs.decode(call.inputs().get(i))) {
        strip.frame(i);
        copy(reference, on, strip.place(i, reference.size()), BlendMode.SRC_OVER);
        strip.number(i);
      }
    }
  }
}

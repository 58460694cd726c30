package dev.atelier.providers.sandbox;

import dev.atelier.image.ImageSize;
import dev.atelier.media.Raster;
import dev.atelier.providers.sandbox.art.Brush;
import dev.atelier.providers.sandbox.art.Face;
import dev.atelier.providers.sandbox.art.Lettering;
import dev.atelier.providers.sandbox.art.Lettering.Align;
import io.github.humbleui.types.Rect;

/** The further references of an edit, small along the bottom edge, and everyone's number. */
final class ReferenceStrip {
  private static final float MARGIN = 0.02f;

  private final Raster raster;
  private final Brush brush;
  private final Rect box;
  private final float side;
  private final float margin;

  /**
   * @param count references in all, the picture itself included
   */
  ReferenceStrip(Raster raster, Rect box, int count) {
    this.raster = raster;
    this.box = box;
    this.brush = new Brush(raster.canvas(), raster.width(), raster.height(), 1);
    float unit = Math.min(box.getWidth(), box.getHeight());
    this.margin = unit * MARGIN;
    this.side = Math.min(unit * 0.2f, (box.getWidth() - margin) / (count - 1) - margin);
  }

  private Rect cell(int index) {
    float x = box.getLeft() + margin + (index - 1) * (side + margin);
    return Rect.makeXYWH(x, box.getBottom() - margin - side, side, side);
  }

  void frame(int index) {
    var cell = cell(index);
    float line = margin * 0.25f;
    brush.round(
        cell.getLeft() - line,
        cell.getTop() - line,
        side + line * 2,
        side + line * 2,
        line,
        0xffffffff);
  }

  /** Where a reference of this size goes, whole. */
  Rect place(int index, ImageSize size) {
    var cell = cell(index);
    float by = Math.min(side / size.width(), side / size.height());
    float w = size.width() * by;
    float h = size.height() * by;
    return Rect.makeXYWH(cell.getLeft() + (side - w) / 2, cell.getTop() + (side - h) / 2, w, h);
  }

  /** Draws a reference's number, counted from 1. */
  void number(int index) {
    float radius = Math.max(8, side * 0.16f);
    float x = index == 0 ? box.getLeft() + margin + radius : cell(index).getLeft() + radius;
    float y = index == 0 ? box.getTop() + margin + radius : cell(index).getTop() + radius;
    brush.oval(x, y, radius, radius, 0xff1f2a44);
    brush.ring(x, y, radius, Math.max(1, radius * 0.12f), 0xffffffff);
    var inner = Rect.makeXYWH(x - radius, y - radius, radius * 2, radius * 2);
    new Lettering(Face.SANS_BOLD, 0xffffffff, Align.CENTER)
        .draw(raster.canvas(), Integer.toString(index + 1), inner, radius * 1.15f);
  }
}

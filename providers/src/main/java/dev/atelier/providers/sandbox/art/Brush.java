package dev.atelier.providers.sandbox.art;

import io.github.humbleui.skija.Canvas;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.skija.PaintMode;
import io.github.humbleui.skija.PaintStrokeCap;
import io.github.humbleui.skija.PathBuilder;
import io.github.humbleui.skija.Shader;
import io.github.humbleui.types.RRect;
import io.github.humbleui.types.Rect;

/** Draws plain shapes in one picture. Lengths are pixels of the finished picture. */
public final class Brush {
  private final Canvas canvas;
  private final float width;
  private final float height;
  private final float scale;

  /**
   * @param scale device pixels for one pixel of the finished picture: 1, less for a preview
   */
  public Brush(Canvas canvas, float width, float height, float scale) {
    this.canvas = canvas;
    this.width = width;
    this.height = height;
    this.scale = scale;
  }

  public Canvas canvas() {
    return canvas;
  }

  public float width() {
    return width;
  }

  public float height() {
    return height;
  }

  public float scale() {
    return scale;
  }

  /** The shorter side, the unit in which most things are sized. */
  public float unit() {
    return Math.min(width, height);
  }

  public void fill(int colour) {
    rect(0, 0, width, height, colour);
  }

  public void rect(float x, float y, float w, float h, int colour) {
    try (var paint = paint(colour)) {
      canvas.drawRect(Rect.makeXYWH(x, y, Math.max(0, w), Math.max(0, h)), paint);
    }
  }

  public void round(float x, float y, float w, float h, float radius, int colour) {
    try (var paint = paint(colour)) {
      canvas.drawRRect(RRect.makeXYWH(x, y, w, h, radius), paint);
    }
  }

  public void frame(float x, float y, float w, float h, float radius, float line, int colour) {
    try (var paint = stroke(colour, line)) {
      canvas.drawRRect(RRect.makeXYWH(x, y, w, h, radius), paint);
    }
  }

  public void oval(float cx, float cy, float rx, float ry, int colour) {
    try (var paint = paint(colour)) {
      canvas.drawOval(Rect.makeLTRB(cx - rx, cy - ry, cx + rx, cy + ry), paint);
    }
  }

  public void ring(float cx, float cy, float radius, float line, int colour) {
    try (var paint = stroke(colour, line)) {
      canvas.drawCircle(cx, cy, radius, paint);
    }
  }

  public void line(float x0, float y0, float x1, float y1, float thick, int colour) {
    try (var paint = stroke(colour, thick)) {
      canvas.drawLine(x0, y0, x1, y1, paint);
    }
  }

  /** Fills a polygon given as x, y, x, y … */
  public void polygon(int colour, float... xy) {
    try (var builder = new PathBuilder()) {
      path(builder.addPolygon(xy, true), colour);
    }
  }

  /** Fills and empties the path. */
  public void path(PathBuilder builder, int colour) {
    try (var path = builder.detach();
        var paint = paint(colour)) {
      canvas.drawPath(path, paint);
    }
  }

  /** Draws along and empties the path. */
  public void stroke(PathBuilder builder, float thick, int colour) {
    try (var path = builder.detach();
        var paint = stroke(colour, thick)) {
      canvas.drawPath(path, paint);
    }
  }

  /** A rectangle whose colours run from top to bottom. */
  public void vertical(float x, float y, float w, float h, int... colours) {
    try (var shader = Shader.makeLinearGradient(0, y, 0, y + h, colours);
        var paint = new Paint()) {
      canvas.drawRect(Rect.makeXYWH(x, y, w, h), paint.setShader(shader));
    }
  }

  /** A rectangle whose colours run from left to right. */
  public void horizontal(float x, float y, float w, float h, int... colours) {
    try (var shader = Shader.makeLinearGradient(x, 0, x + w, 0, colours);
        var paint = new Paint()) {
      canvas.drawRect(Rect.makeXYWH(x, y, w, h), paint.setShader(shader));
    }
  }

  /** A soft ellipse: the colour in its middle, nothing at its edge. */
  public void glow(float cx, float cy, float rx, float ry, int colour) {
    int[] colours = {colour, Colours.faded(colour, 0.55), Colours.faded(colour, 0)};
    canvas.save();
    canvas.translate(cx, cy);
    canvas.scale(1, ry / rx);
    try (var shader = Shader.makeRadialGradient(0, 0, rx, colours);
        var paint = new Paint()) {
      canvas.drawRect(Rect.makeLTRB(-rx, -rx, rx, rx), paint.setShader(shader));
    }
    canvas.restore();
  }

  private static Paint paint(int colour) {
    return new Paint().setColor(colour).setAntiAlias(true);
  }

  private static Paint stroke(int colour, float thick) {
    return paint(colour)
        .setMode(PaintMode.STROKE)
        .setStrokeWidth(thick)
        .setStrokeCap(PaintStrokeCap.ROUND);
  }
}

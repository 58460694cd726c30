package dev.atelier.providers.sandbox.layout;

import dev.atelier.providers.sandbox.art.Brush;
import dev.atelier.providers.sandbox.scene.Scene;
import dev.atelier.providers.sandbox.words.SceneBrief;
import dev.atelier.providers.sandbox.words.Setting;
import io.github.humbleui.skija.FilterBlurMode;
import io.github.humbleui.skija.MaskFilter;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.types.Rect;

/** Pictures and ornaments inside a layout. */
final class Decoration {
  private final Scene scene;

  Decoration(Scene scene) {
    this.scene = scene;
  }

  /** The subjects alone, as large as {@code box} allows. */
  void subjects(Sheet sheet, Rect box) {
    var brief = sheet.printed().scene();
    var alone =
        new SceneBrief(
            brief.actors(),
            Setting.SKY,
            true,
            dev.atelier.providers.sandbox.words.Mood.PLAIN,
            false);
    var canvas = sheet.brush().canvas();
    canvas.save();
    canvas.translate(box.getLeft(), box.getTop());
    var part = new Brush(canvas, box.getWidth(), box.getHeight(), sheet.brush().scale());
    scene.fillWithSubjects(part, alone, sheet.seed(), sheet.detail());
    canvas.restore();
  }

  /** The whole scene behind everything. */
  void backdrop(Sheet sheet) {
    scene.draw(sheet.brush(), sheet.printed().scene(), sheet.seed(), sheet.detail());
  }

  /** Rays from a point to the edges. */
  static void rays(Brush brush, float cx, float cy, int colour) {
    double reach = Math.hypot(brush.width(), brush.height());
    for (int i = 0; i < 18; i++) {
      double from = Math.PI * 2 * i / 18;
      double to = from + Math.PI / 18;
      brush.polygon(
          colour,
          cx,
          cy,
          (float) (cx + Math.cos(from) * reach),
          (float) (cy + Math.sin(from) * reach),
          (float) (cx + Math.cos(to) * reach),
          (float) (cy + Math.sin(to) * reach));
    }
  }

  /** A rule with a diamond in its middle. */
  static void rule(Brush brush, float cx, float y, float half, int colour) {
    float thick = Math.max(1, half * 0.012f);
    float d = half * 0.05f;
    brush.line(cx - half, y, cx - d * 2, y, thick, colour);
    brush.line(cx + d * 2, y, cx + half, y, thick, colour);
    brush.polygon(colour, cx - d, y, cx, y - d, cx + d, y, cx, y + d);
  }

  static void shadow(Brush brush, Rect box) {
    float reach = brush.unit() * 0.014f;
    try (var blur = MaskFilter.makeBlur(FilterBlurMode.NORMAL, reach);
        var paint = new Paint().setColor(0x551a1024).setMaskFilter(blur)) {
      brush.canvas().drawRect(box.offset(0, reach * 0.8f), paint);
    }
  }
}

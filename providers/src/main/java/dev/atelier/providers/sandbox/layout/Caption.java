package dev.atelier.providers.sandbox.layout;

import dev.atelier.providers.sandbox.art.Brush;
import dev.atelier.providers.sandbox.art.Face;
import dev.atelier.providers.sandbox.art.Lettering;
import dev.atelier.providers.sandbox.art.Lettering.Align;
import io.github.humbleui.types.Rect;
import java.util.List;

/** Text on a paper strip across the top of a scene. */
final class Caption {
  private static final int INK = 0xff2a2438;

  private final Brush brush;

  Caption(Brush brush) {
    this.brush = brush;
  }

  void draw(List<String> texts) {
    float w = brush.width();
    float h = brush.height();
    float tall = h * 0.13f;
    var box = Rect.makeXYWH(w * 0.12f, h * 0.05f, w * 0.76f, tall);
    Decoration.shadow(brush, box);
    brush.round(box.getLeft(), box.getTop(), box.getWidth(), tall, tall * 0.12f, 0xf2fffaf0);
    var inner =
        Rect.makeXYWH(
            box.getLeft() + tall * 0.3f,
            box.getTop() + tall * 0.12f,
            box.getWidth() - tall * 0.6f,
            tall * 0.76f);
    var text = String.join("  ·  ", texts);
    new Lettering(Face.SERIF_BLACK, INK, Align.CENTER, 1.1f)
        .draw(brush.canvas(), text, inner, tall * 0.56f);
  }
}

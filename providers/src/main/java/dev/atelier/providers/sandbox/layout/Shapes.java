package dev.atelier.providers.sandbox.layout;

import dev.atelier.providers.sandbox.art.Brush;
import dev.atelier.providers.sandbox.art.Colours;
import dev.atelier.providers.sandbox.art.Face;
import dev.atelier.providers.sandbox.art.Lettering;
import dev.atelier.providers.sandbox.art.Lettering.Align;
import dev.atelier.providers.sandbox.words.Mood;
import io.github.humbleui.types.Rect;
import java.util.List;
import java.util.SplittableRandom;

/** An abstract composition of discs and arcs, with the prompt's words as its caption. */
final class Shapes {
  private final Brush brush;
  private final Scheme scheme;
  private final SplittableRandom random;
  private final int detail;
  private final boolean bare;

  Shapes(Brush brush, long seed, int detail, boolean bare) {
    this.brush = brush;
    this.scheme = Scheme.of(List.of(), Mood.PLAIN, seed);
    this.random = new SplittableRandom(seed);
    this.detail = detail;
    this.bare = bare;
  }

  void draw(List<String> texts) {
    float w = brush.width();
    float h = brush.height();
    if (!bare) {
      brush.vertical(
          0, 0, w, h, scheme.ground(), Colours.mix(scheme.ground(), scheme.block(), 0.35));
    }
    int[] colours = {
      scheme.block(),
      scheme.accent(),
      Colours.mix(scheme.block(), scheme.accent(), 0.5),
      Colours.mix(scheme.ground(), 0xffffffff, 0.5)
    };
    for (int i = 0; i < 5 + 2 * detail; i++) {
      shape(i, colours[i % colours.length]);
    }
    if (!texts.isEmpty()) {
      plate(String.join("  ·  ", texts));
    }
  }

  private void shape(int i, int colour) {
    float x = brush.width() * (float) random.nextDouble(0.08, 0.92);
    float y = brush.height() * (float) random.nextDouble(0.08, 0.66);
    float size = brush.unit() * (float) random.nextDouble(0.06, 0.2);
    int soft = Colours.faded(colour, 0.85);
    switch (i % 4) {
      case 0 -> brush.oval(x, y, size, size, soft);
      case 1 -> {
        for (int ring = 0; ring < 3; ring++) {
          brush.ring(x, y, size * (1 - 0.25f * ring), size * 0.07f, soft);
        }
      }
      case 2 ->
          brush.polygon(soft, x - size, y + size * 0.6f, x, y - size, x + size, y + size * 0.6f);
      default -> brush.round(x - size, y - size * 0.2f, size * 2, size * 0.4f, size * 0.2f, soft);
    }
  }

  private void plate(String text) {
    float w = brush.width();
    float h = brush.height();
    var box = Rect.makeXYWH(w * 0.1f, h * 0.72f, w * 0.8f, h * 0.2f);
    Decoration.shadow(brush, box);
    brush.round(
        box.getLeft(), box.getTop(), box.getWidth(), box.getHeight(), h * 0.02f, 0xfffffaf0);
    var inner =
        Rect.makeXYWH(
            box.getLeft() + w * 0.03f,
            box.getTop() + h * 0.02f,
            box.getWidth() - w * 0.06f,
            box.getHeight() - h * 0.04f);
    new Lettering(Face.SERIF_BLACK, 0xff2a2438, Align.CENTER, 1.12f)
        .draw(brush.canvas(), text, inner, brush.unit() * 0.075f);
  }
}

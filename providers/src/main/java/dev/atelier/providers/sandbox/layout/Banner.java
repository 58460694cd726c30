package dev.atelier.providers.sandbox.layout;

import dev.atelier.providers.sandbox.art.Brush;
import dev.atelier.providers.sandbox.art.Colours;
import dev.atelier.providers.sandbox.art.Face;
import dev.atelier.providers.sandbox.art.Lettering;
import dev.atelier.providers.sandbox.art.Lettering.Align;
import io.github.humbleui.types.Rect;

/** A banner: a wide band of colour with large text, the picture at its side, pennants above. */
final class Banner {
  private final Sheet sheet;
  private final Decoration decoration;

  Banner(Sheet sheet, Decoration decoration) {
    this.sheet = sheet;
    this.decoration = decoration;
  }

  void draw() {
    var brush = sheet.brush();
    var scheme = sheet.scheme();
    float w = sheet.w();
    float h = sheet.h();
    float tall = Math.min(h * 0.86f, w * 0.5f);
    float y = (h - tall) / 2 + h * 0.02f;
    if (!sheet.bare()) {
      ground(brush, scheme);
    }
    brush.rect(0, y, w, tall, Colours.mix(scheme.block(), 0xff000000, 0.12));
    brush.rect(0, y + tall * 0.03f, w, tall * 0.94f, scheme.block());
    brush.rect(0, y + tall * 0.07f, w, tall * 0.012f, scheme.accent());
    brush.rect(0, y + tall * 0.918f, w, tall * 0.012f, scheme.accent());
    if (!sheet.bare()) {
      pennants(brush, y, scheme);
    }
    float split = sheet.hasArt() ? 0.53f : 0.9f;
    text(
        brush,
        Rect.makeXYWH(w * 0.05f, y + tall * 0.14f, w * split, tall * 0.72f),
        Colours.inkOn(scheme.block()));
    if (sheet.hasArt()) {
      brush.oval(w * 0.815f, y + tall * 0.5f, tall * 0.36f, tall * 0.36f, scheme.accent());
      decoration.subjects(
          sheet, Rect.makeXYWH(w * 0.66f, y + tall * 0.14f, w * 0.31f, tall * 0.72f));
    }
  }

  private void ground(Brush brush, Scheme scheme) {
    if (sheet.printed().scene().settingNamed()) {
      decoration.backdrop(sheet);
      return;
    }
    brush.fill(scheme.ground());
    Decoration.rays(brush, sheet.w() / 2, sheet.h() / 2, Colours.faded(scheme.accent(), 0.18));
  }

  private void pennants(Brush brush, float y, Scheme scheme) {
    int[] colours = {
      scheme.accent(),
      Colours.mix(scheme.ground(), 0xffffffff, 0.4),
      Colours.mix(scheme.accent(), scheme.block(), 0.5)
    };
    float step = sheet.u() * 0.075f;
    float size = Math.min(step, Math.max(y * 0.8f, step * 0.5f));
    int i = 0;
    brush.line(
        0, y * 0.2f, sheet.w(), y * 0.2f, sheet.u() * 0.003f, Colours.inkOn(scheme.ground()));
    for (float x = step * 0.2f; x < sheet.w(); x += step) {
      brush.polygon(
          colours[i++ % colours.length],
          x,
          y * 0.2f,
          x + step * 0.8f,
          y * 0.2f,
          x + step * 0.4f,
          y * 0.2f + size);
    }
  }

  private void text(Brush brush, Rect box, int ink) {
    var align = sheet.hasArt() ? Align.LEFT : Align.CENTER;
    var below = sheet.below();
    float share = below.isEmpty() ? 1 : 0.66f;
    var title = Rect.makeXYWH(box.getLeft(), box.getTop(), box.getWidth(), box.getHeight() * share);
    new Lettering(Face.SANS_BOLD, ink, align, 1.1f)
        .draw(brush.canvas(), sheet.title(), title, sheet.u() * 0.24f);
    float each = box.getHeight() * (1 - share) / Math.max(1, below.size());
    for (int i = 0; i < below.size(); i++) {
      var line = Rect.makeXYWH(box.getLeft(), title.getBottom() + i * each, box.getWidth(), each);
      new Lettering(Face.SANS, ink, align)
          .draw(brush.canvas(), below.get(i), line, Math.min(sheet.u() * 0.07f, each * 0.8f));
    }
  }
}

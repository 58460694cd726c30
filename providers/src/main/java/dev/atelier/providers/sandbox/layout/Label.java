package dev.atelier.providers.sandbox.layout;

import dev.atelier.providers.sandbox.art.Brush;
import dev.atelier.providers.sandbox.art.Colours;
import dev.atelier.providers.sandbox.art.Face;
import dev.atelier.providers.sandbox.art.Lettering;
import dev.atelier.providers.sandbox.art.Lettering.Align;
import io.github.humbleui.types.Rect;

/** A label or emblem: a framed plate with a round picture above the name. */
final class Label {
  private final Sheet sheet;
  private final Decoration decoration;

  Label(Sheet sheet, Decoration decoration) {
    this.sheet = sheet;
    this.decoration = decoration;
  }

  void draw() {
    var brush = sheet.brush();
    var scheme = sheet.scheme();
    float side = Math.min(sheet.w() * 0.8f, sheet.h() * 0.86f);
    float wide = Math.min(sheet.w() * 0.86f, side * 1.15f);
    float x = (sheet.w() - wide) / 2;
    float y = (sheet.h() - side) / 2;
    if (!sheet.bare()) {
      brush.fill(Colours.mix(scheme.block(), scheme.ground(), 0.2));
      brush.glow(sheet.w() / 2, sheet.h() / 2, sheet.w() * 0.7f, sheet.h() * 0.7f, 0x33ffffff);
      Decoration.shadow(brush, Rect.makeXYWH(x, y, wide, side));
    }
    int paper = Colours.luma(scheme.ground()) > 0.5 ? scheme.ground() : 0xfffaf3e3;
    int ink = Colours.luma(scheme.ink()) < 0.5 ? scheme.ink() : scheme.ground();
    plate(brush, x, y, wide, side, paper, ink, scheme);
    text(brush, x, y, wide, side, ink);
  }

  private void plate(
      Brush brush, float x, float y, float wide, float side, int paper, int ink, Scheme scheme) {
    float u = side;
    brush.round(x, y, wide, side, u * 0.06f, paper);
    brush.frame(
        x + u * 0.03f,
        y + u * 0.03f,
        wide - u * 0.06f,
        side - u * 0.06f,
        u * 0.04f,
        u * 0.012f,
        ink);
    brush.frame(
        x + u * 0.052f,
        y + u * 0.052f,
        wide - u * 0.104f,
        side - u * 0.104f,
        u * 0.028f,
        u * 0.003f,
        ink);
    float cx = x + wide / 2;
    float cy = y + side * 0.3f;
    float radius = side * 0.19f;
    brush.oval(cx, cy, radius, radius, scheme.accent());
    brush.ring(cx, cy, radius * 1.08f, radius * 0.02f, ink);
    if (sheet.hasArt()) {
      decoration.subjects(
          sheet,
          Rect.makeXYWH(cx - radius * 1.0f, cy - radius * 0.72f, radius * 2.0f, radius * 1.44f));
    } else {
      star(brush, cx, cy, radius * 0.62f, paper);
    }
  }

  private static void star(Brush brush, float cx, float cy, float radius, int colour) {
    var points = new float[20];
    for (int i = 0; i < 10; i++) {
      double angle = Math.PI * i / 5 - Math.PI / 2;
      double reach = i % 2 == 0 ? radius : radius * 0.45;
      points[i * 2] = (float) (cx + Math.cos(angle) * reach);
      points[i * 2 + 1] = (float) (cy + Math.sin(angle) * reach);
    }
    brush.polygon(colour, points);
  }

  private void text(Brush brush, float x, float y, float wide, float side, int ink) {
    float inner = wide * 0.8f;
    float left = x + (wide - inner) / 2;
    boolean more = !sheet.below().isEmpty();
    var title = Rect.makeXYWH(left, y + side * 0.54f, inner, side * (more ? 0.2f : 0.3f));
    new Lettering(Face.SERIF_BLACK, ink, Align.CENTER, 1.08f)
        .draw(brush.canvas(), sheet.title(), title, side * 0.15f);
    if (!more) {
      return;
    }
    Decoration.rule(brush, x + wide / 2, y + side * 0.78f, inner * 0.4f, ink);
    float each = side * 0.13f / sheet.below().size();
    var small = new Lettering(Face.SANS, ink, Align.CENTER);
    for (int i = 0; i < sheet.below().size(); i++) {
      small.draw(
          brush.canvas(),
          sheet.below().get(i),
          Rect.makeXYWH(left, y + side * 0.8f + i * each, inner, each),
          Math.min(side * 0.06f, each * 0.8f));
    }
  }
}

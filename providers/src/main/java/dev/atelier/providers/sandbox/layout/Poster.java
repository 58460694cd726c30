package dev.atelier.providers.sandbox.layout;

import dev.atelier.providers.sandbox.art.Brush;
import dev.atelier.providers.sandbox.art.Colours;
import dev.atelier.providers.sandbox.art.Face;
import dev.atelier.providers.sandbox.art.Lettering;
import dev.atelier.providers.sandbox.art.Lettering.Align;
import io.github.humbleui.types.Rect;

/** A poster: title on top, picture in the middle, the rest of the text at the foot. */
final class Poster {
  private final Sheet sheet;
  private final Decoration decoration;
  private final Brush brush;
  private final Scheme scheme;
  private final float w;
  private final float h;
  private final float u;

  Poster(Sheet sheet, Decoration decoration) {
    this.sheet = sheet;
    this.decoration = decoration;
    this.brush = sheet.brush();
    this.scheme = sheet.scheme();
    this.w = sheet.w();
    this.h = sheet.h();
    this.u = sheet.u();
  }

  void draw() {
    boolean wide = w > h * 1.25f;
    boolean scenic = sheet.printed().scene().settingNamed() && !sheet.bare();
    var art =
        wide
            ? Rect.makeXYWH(w * 0.52f, h * 0.14f, w * 0.42f, h * 0.72f)
            : Rect.makeXYWH(w * 0.08f, h * 0.36f, w * 0.84f, h * 0.46f);
    int ink = scenic ? 0xfffffaf0 : sheet.bare() ? 0xff2b2140 : scheme.ink();
    if (scenic) {
      decoration.backdrop(sheet);
      scrim(wide);
    } else {
      ground(art);
      image(art);
    }
    text(wide, ink);
    if (!sheet.bare()) {
      brush.frame(
          u * 0.03f,
          u * 0.03f,
          w - u * 0.06f,
          h - u * 0.06f,
          u * 0.008f,
          u * 0.005f,
          Colours.faded(ink, 0.75));
    }
  }

  private void scrim(boolean wide) {
    if (wide) {
      brush.horizontal(0, 0, w * 0.62f, h, 0xd8120c24, 0x00120c24);
    } else {
      brush.vertical(0, 0, w, h * 0.46f, 0xd8120c24, 0x00120c24);
      brush.vertical(0, h * 0.76f, w, h * 0.24f, 0x00120c24, 0xd0120c24);
    }
  }

  private void ground(Rect art) {
    float cx = art.getLeft() + art.getWidth() / 2;
    float cy = art.getTop() + art.getHeight() / 2;
    float radius = Math.min(art.getWidth(), art.getHeight()) * 0.46f;
    if (!sheet.bare()) {
      brush.fill(scheme.ground());
      if (Math.floorMod(sheet.seed() >> 3, 2) == 0) {
        Decoration.rays(brush, cx, cy, Colours.faded(scheme.block(), 0.16));
      } else {
        for (int i = 5; i > 1; i--) {
          brush.oval(
              cx,
              cy,
              radius * (0.6f + i * 0.3f),
              radius * (0.6f + i * 0.3f),
              Colours.faded(scheme.block(), 0.10));
        }
      }
      brush.glow(cx, cy, radius * 1.5f, radius * 1.5f, Colours.faded(scheme.accent(), 0.5));
    }
    brush.oval(cx, cy, radius, radius, scheme.accent());
    brush.ring(cx, cy, radius * 1.05f, radius * 0.015f, scheme.accent());
  }

  private void image(Rect art) {
    if (sheet.hasArt()) {
      decoration.subjects(sheet, art);
      return;
    }
    float cx = art.getLeft() + art.getWidth() / 2;
    float cy = art.getTop() + art.getHeight() / 2;
    float r = Math.min(art.getWidth(), art.getHeight()) * 0.5f;
    for (int i = 0; i < 5; i++) {
      int colour = i % 2 == 0 ? scheme.block() : scheme.ground();
      brush.oval(cx, cy + r * 0.12f * i, r * (0.8f - 0.15f * i), r * (0.8f - 0.15f * i), colour);
    }
  }

  private void text(boolean wide, int ink) {
    var title = new Lettering(Face.SERIF_BLACK, ink, wide ? Align.LEFT : Align.CENTER, 1.06f);
    var box =
        wide
            ? Rect.makeXYWH(
                w * 0.075f, h * 0.16f, w * 0.42f, h * (sheet.below().isEmpty() ? 0.66f : 0.5f))
            : Rect.makeXYWH(w * 0.09f, h * 0.075f, w * 0.82f, h * 0.26f);
    title.draw(brush.canvas(), sheet.title(), box, u * 0.2f);
    foot(wide, ink);
  }

  private void foot(boolean wide, int ink) {
    if (sheet.below().isEmpty()) {
      if (!wide && !sheet.bare()) {
        Decoration.rule(brush, w / 2, h * 0.9f, w * 0.22f, ink);
      }
      return;
    }
    var lettering = new Lettering(Face.SANS_BOLD, ink, wide ? Align.LEFT : Align.CENTER, 1.3f);
    float top = wide ? h * 0.7f : h * 0.845f;
    float each = (wide ? h * 0.2f : h * 0.11f) / sheet.below().size();
    for (int i = 0; i < sheet.below().size(); i++) {
      var box =
          wide
              ? Rect.makeXYWH(w * 0.075f, top + i * each, w * 0.42f, each)
              : Rect.makeXYWH(w * 0.1f, top + i * each, w * 0.8f, each);
      lettering.draw(brush.canvas(), sheet.below().get(i), box, Math.min(u * 0.05f, each * 0.85f));
    }
  }
}

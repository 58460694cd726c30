package dev.atelier.providers.sandbox.layout;

import dev.atelier.providers.sandbox.art.Brush;
import dev.atelier.providers.sandbox.art.Colours;
import dev.atelier.providers.sandbox.art.Face;
import dev.atelier.providers.sandbox.art.Lettering;
import dev.atelier.providers.sandbox.art.Lettering.Align;
import io.github.humbleui.types.Rect;

/** A card on a desk: a business card with a monogram, or with a subject a greeting card. */
final class Card {
  private static final float RATIO = 1.7f;

  private final Sheet sheet;
  private final Decoration decoration;
  private final Brush brush;
  private final Scheme scheme;
  private final int paper;
  private final int ink;

  Card(Sheet sheet, Decoration decoration) {
    this.sheet = sheet;
    this.decoration = decoration;
    this.brush = sheet.brush();
    this.scheme = sheet.scheme();
    this.paper = 0xfffdfaf4;
    this.ink = Colours.luma(scheme.ink()) < 0.45 ? scheme.ink() : 0xff26233a;
  }

  void draw() {
    float wide = Math.min(sheet.w() * 0.78f, sheet.h() * 0.78f * RATIO);
    float tall = sheet.hasArt() ? Math.min(sheet.h() * 0.82f, wide * 0.8f) : wide / RATIO;
    var box = Rect.makeXYWH((sheet.w() - wide) / 2, (sheet.h() - tall) / 2, wide, tall);
    if (!sheet.bare()) {
      desk();
      Decoration.shadow(brush, box);
    }
    brush.round(box.getLeft(), box.getTop(), wide, tall, tall * 0.03f, paper);
    if (sheet.hasArt()) {
      greeting(box);
    } else {
      business(box);
    }
  }

  private void desk() {
    int ground = Colours.mix(scheme.block(), 0xffe9e2d8, 0.62);
    brush.fill(ground);
    brush.glow(sheet.w() * 0.3f, sheet.h() * 0.2f, sheet.w() * 0.8f, sheet.h() * 0.8f, 0x55ffffff);
    brush.polygon(
        Colours.faded(scheme.block(), 0.12),
        0,
        sheet.h(),
        sheet.w() * 0.55f,
        0,
        sheet.w() * 0.8f,
        0,
        sheet.w() * 0.25f,
        sheet.h());
  }

  private void business(Rect box) {
    float w = box.getWidth();
    float h = box.getHeight();
    brush.round(box.getLeft(), box.getTop(), w * 0.3f, h, h * 0.03f, scheme.block());
    brush.rect(box.getLeft() + w * 0.28f, box.getTop(), w * 0.02f, h, scheme.block());
    brush.rect(box.getLeft() + w * 0.3f, box.getTop(), w * 0.012f, h, scheme.accent());
    float cx = box.getLeft() + w * 0.15f;
    float cy = box.getTop() + h * 0.5f;
    brush.ring(cx, cy, w * 0.085f, w * 0.006f, scheme.accent());
    new Lettering(Face.SERIF_BLACK, Colours.inkOn(scheme.block()), Align.CENTER)
        .draw(
            brush.canvas(),
            monogram(sheet.title()),
            Rect.makeXYWH(cx - w * 0.07f, cy - w * 0.07f, w * 0.14f, w * 0.14f),
            w * 0.085f);
    lines(Rect.makeXYWH(box.getLeft() + w * 0.37f, box.getTop() + h * 0.2f, w * 0.57f, h * 0.6f));
  }

  private void lines(Rect box) {
    var below = sheet.below();
    float share = below.isEmpty() ? 1 : 0.42f;
    var name = Rect.makeXYWH(box.getLeft(), box.getTop(), box.getWidth(), box.getHeight() * share);
    new Lettering(Face.SERIF_BLACK, ink, Align.LEFT, 1.1f)
        .draw(brush.canvas(), sheet.title(), name, box.getHeight() * 0.26f);
    float each = box.getHeight() * (1 - share) / Math.max(2, below.size());
    for (int i = 0; i < below.size(); i++) {
      var line = Rect.makeXYWH(box.getLeft(), name.getBottom() + i * each, box.getWidth(), each);
      int colour = i == 0 ? Colours.mix(scheme.block(), ink, 0.35) : Colours.mix(ink, paper, 0.25);
      new Lettering(Face.SANS, colour, Align.LEFT)
          .draw(brush.canvas(), below.get(i), line, Math.min(box.getHeight() * 0.12f, each * 0.7f));
    }
  }

  private void greeting(Rect box) {
    float w = box.getWidth();
    float h = box.getHeight();
    float m = h * 0.04f;
    brush.round(
        box.getLeft() + m,
        box.getTop() + m,
        w - m * 2,
        h * 0.6f,
        h * 0.02f,
        Colours.mix(scheme.ground(), scheme.accent(), 0.35));
    brush.oval(
        box.getLeft() + w / 2,
        box.getTop() + h * 0.34f,
        h * 0.26f,
        h * 0.26f,
        Colours.mix(scheme.accent(), 0xffffffff, 0.35));
    decoration.subjects(
        sheet,
        Rect.makeXYWH(
            box.getLeft() + w * 0.12f, box.getTop() + m + h * 0.05f, w * 0.76f, h * 0.5f));
    var below = sheet.below();
    float share = below.isEmpty() ? 0.24f : 0.17f;
    var title =
        Rect.makeXYWH(box.getLeft() + w * 0.08f, box.getTop() + h * 0.69f, w * 0.84f, h * share);
    new Lettering(Face.SERIF_BLACK, ink, Align.CENTER, 1.1f)
        .draw(brush.canvas(), sheet.title(), title, h * 0.13f);
    float each = h * 0.09f / Math.max(1, below.size());
    for (int i = 0; i < below.size(); i++) {
      var line =
          Rect.makeXYWH(
              box.getLeft() + w * 0.1f, title.getBottom() + h * 0.01f + i * each, w * 0.8f, each);
      new Lettering(Face.SANS, ink, Align.CENTER)
          .draw(brush.canvas(), below.get(i), line, Math.min(h * 0.05f, each * 0.85f));
    }
  }

  /** Initials of the first two words, or the first Chinese character. */
  private static String monogram(String name) {
    var initials = new StringBuilder();
    for (var word : name.split("[\\s.,]+")) {
      if (!word.isEmpty() && initials.codePoints().count() < 2) {
        initials.appendCodePoint(Character.toUpperCase(word.codePointAt(0)));
      }
    }
    return initials.toString();
  }
}

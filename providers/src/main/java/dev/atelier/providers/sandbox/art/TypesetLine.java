package dev.atelier.providers.sandbox.art;

import io.github.humbleui.skija.Canvas;
import io.github.humbleui.skija.Font;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.skija.TextLine;
import io.github.humbleui.skija.Typeface;
import java.util.ArrayList;
import java.util.List;

/**
 * Text on one line, each stretch in the first typeface that has its glyphs. Characters without a
 * glyph anywhere are left out.
 *
 * @param runs stretches of one typeface
 */
record TypesetLine(List<Run> runs) {
  /** Text measured once at this size; widths scale. */
  private static final float EM = 100;

  private static final int NONE = -1;

  record Run(String text, Typeface typeface, float widthAtEm) {}

  static TypesetLine of(String text, Face face) {
    var typefaces = Typefaces.of(face);
    var runs = new ArrayList<Run>();
    var run = new StringBuilder();
    int current = 0;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      int with = having(typefaces, point, current);
      if (with == NONE) {
        continue;
      }
      if (with != current && !run.isEmpty()) {
        runs.add(run(run.toString(), typefaces.get(current)));
        run.setLength(0);
      }
      current = with;
      run.appendCodePoint(point);
    }
    if (!run.isEmpty()) {
      runs.add(run(run.toString(), typefaces.get(current)));
    }
    return new TypesetLine(runs);
  }

  /** Which typeface has the glyph; a space goes with what stands before it. */
  private static int having(List<Typeface> typefaces, int point, int current) {
    if (point == ' ') {
      return current;
    }
    for (int i = 0; i < typefaces.size(); i++) {
      if (typefaces.get(i).getUTF32Glyph(point) != 0) {
        return i;
      }
    }
    return NONE;
  }

  private static Run run(String text, Typeface typeface) {
    try (var font = new Font(typeface, EM);
        var line = TextLine.make(text, font)) {
      return new Run(text, typeface, line.getWidth());
    }
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** Width at a type size in pixels. */
  float width(float size) {
    float width = 0;
    for (var run : runs) {
      width += run.widthAtEm();
    }
    return width * size / EM;
  }

  /** Draws with the baseline at {@code y}. */
  void draw(Canvas canvas, float x, float y, float size, Paint paint) {
    float at = x;
    for (var run : runs) {
      try (var font = new Font(run.typeface(), size);
          var line = TextLine.make(run.text(), font.setSubpixel(true))) {
        canvas.drawTextLine(line, at, y, paint);
      }
      at += run.widthAtEm() * size / EM;
    }
  }
}

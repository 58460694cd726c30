package dev.atelier.providers.sandbox.art;

import io.github.humbleui.skija.Canvas;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.types.Rect;
import java.util.List;

/** Text set into a box: as large as it fits, broken between words or Chinese characters. */
public final class Lettering {
  private static final float CAP_HEIGHT = 0.74f;
  private static final int TEXT_MAX = 400;

  private final Face face;
  private final int colour;
  private final float leading;
  private final Align align;

  /** Where lines stand in their box; they are centred from top to bottom in each case. */
  public enum Align {
    LEFT,
    CENTER
  }

  public Lettering(Face face, int colour, Align align) {
    this(face, colour, align, 1.16f);
  }

  /**
   * @param leading from baseline to baseline, in type sizes
   */
  public Lettering(Face face, int colour, Align align, float leading) {
    this.face = face;
    this.colour = colour;
    this.align = align;
    this.leading = leading;
  }

  /**
   * Draws {@code text} in the middle of {@code box}.
   *
   * @param sizeMax largest type size in pixels
   */
  public void draw(Canvas canvas, String text, Rect box, float sizeMax) {
    var words = Words.of(clipped(text), face);
    float size = fit(words, box, sizeMax);
    var lines = words.lines(balanced(words, box.getWidth() / size));
    float height = (lines.size() - 1) * leading * size + CAP_HEIGHT * size;
    float top = box.getTop() + (box.getHeight() - height) / 2;
    float y = top + CAP_HEIGHT * size;
    try (var paint = new Paint()) {
      paint.setColor(colour).setAntiAlias(true);
      for (var line : lines) {
        float width = line.width(size);
        float indent = align == Align.CENTER ? (box.getWidth() - width) / 2 : 0;
        line.draw(canvas, box.getLeft() + indent, y, size, paint);
        y += leading * size;
      }
    }
  }

  private static String clipped(String text) {
    return text.codePointCount(0, text.length()) <= TEXT_MAX
        ? text
        : text.substring(0, text.offsetByCodePoints(0, TEXT_MAX)) + "…";
  }

  /** The narrowest measure that needs no more lines, so that they come out alike. */
  private static float balanced(Words words, float measure) {
    int lines = words.lineWidths(measure).size();
    float low = words.widestAtOne();
    float high = measure;
    for (int i = 0; i < 10 && lines > 1; i++) {
      float middle = (low + high) / 2;
      if (words.lineWidths(middle).size() <= lines) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private float fit(Words words, Rect box, float sizeMax) {
    float low = 2;
    float high = Math.max(low, sizeMax);
    if (fits(words, box, high)) {
      return high;
    }
    for (int i = 0; i < 12; i++) {
      float middle = (low + high) / 2;
      if (fits(words, box, middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean fits(Words words, Rect box, float size) {
    float measure = box.getWidth() / size;
    if (words.widestAtOne() > measure) {
      return false;
    }
    List<Float> widths = words.lineWidths(measure);
    float height = ((widths.size() - 1) * leading + CAP_HEIGHT) * size;
    return height <= box.getHeight();
  }
}

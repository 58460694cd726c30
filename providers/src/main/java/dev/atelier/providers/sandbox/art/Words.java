package dev.atelier.providers.sandbox.art;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text cut where a line may break, each piece measured at type size 1. */
final class Words {
  private static final float SIZE = 1;

  private final List<String> pieces;
  private final float[] widths;
  private final float[] inks;
  private final Face face;

  /**
   * @param pieces with their trailing space
   * @param widths of the pieces, {@code inks} of the pieces without that space
   */
  private Words(List<String> pieces, float[] widths, float[] inks, Face face) {
    this.pieces = pieces;
    this.widths = widths;
    this.inks = inks;
    this.face = face;
  }

  static Words of(String text, Face face) {
    var breaks = BreakIterator.getLineInstance(Locale.ROOT);
    breaks.setText(text);
    var pieces = new ArrayList<String>();
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
      pieces.add(text.substring(start, end));
      start = end;
    }
    var widths = new float[pieces.size()];
    var inks = new float[pieces.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = TypesetLine.of(pieces.get(i), face).width(SIZE);
      inks[i] = TypesetLine.of(pieces.get(i).stripTrailing(), face).width(SIZE);
    }
    return new Words(pieces, widths, inks, face);
  }

  float widestAtOne() {
    float widest = 0;
    for (float ink : inks) {
      widest = Math.max(widest, ink);
    }
    return widest;
  }

  /** Widths of the lines when {@code measure} type sizes fit on one. */
  List<Float> lineWidths(float measure) {
    var lines = new ArrayList<Float>();
    for (var range : ranges(measure)) {
      float width = 0;
      for (int i = range[0]; i < range[1]; i++) {
        width += widths[i];
      }
      lines.add(width);
    }
    return lines;
  }

  List<TypesetLine> lines(float measure) {
    return ranges(measure).stream()
        .map(range -> String.join("", pieces.subList(range[0], range[1])).strip())
        .map(text -> TypesetLine.of(text, face))
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private List<int[]> ranges(float measure) {
    var ranges = new ArrayList<int[]>();
    int start = 0;
    float width = 0;
    for (int i = 0; i < widths.length; i++) {
      if (i > start && width + inks[i] > measure * 1.0005f) {
        ranges.add(new int[] {start, i});
        start = i;
        width = 0;
      }
      width += widths[i];
    }
    if (start < widths.length) {
      ranges.add(new int[] {start, widths.length});
    }
    return ranges;
  }
}

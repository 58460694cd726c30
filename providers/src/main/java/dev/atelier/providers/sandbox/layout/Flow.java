package dev.atelier.providers.sandbox.layout;

import dev.atelier.providers.sandbox.art.Brush;
import dev.atelier.providers.sandbox.art.Colours;
import dev.atelier.providers.sandbox.art.Face;
import dev.atelier.providers.sandbox.art.Lettering;
import dev.atelier.providers.sandbox.art.Lettering.Align;
import io.github.humbleui.skija.PathBuilder;
import io.github.humbleui.types.Rect;
import java.util.Locale;
import java.util.regex.Pattern;

/** A box-and-arrow diagram, in columns from left to right, or in rows when taller than wide. */
final class Flow {
  private static final Pattern STORE =
      Pattern.compile(".*(storage|store|database|\\bdb\\b|disk|bucket|\\bs3\\b|sql|存储|数据库|仓库).*");
  private static final Pattern QUEUE = Pattern.compile(".*(queue|buffer|kafka|topic|队列|消息).*");
  private static final int[] FILLS = {0xffdfeaf7, 0xffe4f2e2, 0xfffdf0d3, 0xfff9e1de, 0xffe9e3f5};
  private static final int[] EDGES = {0xff3a6ea5, 0xff4b8f4e, 0xffc08a1e, 0xffb8544a, 0xff6f57a5};
  private static final int INK = 0xff232b38;

  private final Brush brush;
  private final Graph graph;
  private final boolean bare;
  private final boolean across;
  private final int[] columns;
  private final Rect[] boxes;

  Flow(Brush brush, Graph graph, boolean bare) {
    this.brush = brush;
    this.graph = graph;
    this.bare = bare;
    this.columns = graph.columns();
    int longest = longest();
    this.across = brush.width() * (longest > 5 ? 0.55f : 1.1f) >= brush.height();
    this.boxes = place(longest);
  }

  private int longest() {
    int longest = 0;
    for (int column : columns) {
      longest = Math.max(longest, column + 1);
    }
    return longest;
  }

  private Rect[] place(int longest) {
    var placed = new Rect[columns.length];
    float along = (across ? brush.width() : brush.height()) * 0.94f / longest;
    for (int column = 0; column < longest; column++) {
      int inColumn = 0;
      for (int other : columns) {
        inColumn += other == column ? 1 : 0;
      }
      int at = 0;
      for (int i = 0; i < columns.length; i++) {
        if (columns[i] == column) {
          placed[i] = box(column, at++, inColumn, along);
        }
      }
    }
    return placed;
  }

  private Rect box(int column, int row, int rows, float along) {
    float w = brush.width();
    float h = brush.height();
    float start = (across ? w : h) * 0.03f;
    float side = (across ? h : w) * 0.92f / rows;
    float main = start + along * (column + 0.5f);
    float cross = (across ? h : w) * 0.04f + side * (row + 0.5f);
    float wide = across ? Math.min(along * 0.76f, h * 0.42f) : Math.min(side * 0.84f, w * 0.6f);
    float tall =
        across ? Math.min(side * 0.6f, wide * 0.62f) : Math.min(along * 0.56f, wide * 0.5f);
    float cx = across ? main : cross;
    float cy = across ? cross : main;
    return Rect.makeXYWH(cx - wide / 2, cy - tall / 2, wide, tall);
  }

  void draw(long seed) {
    if (!bare) {
      brush.fill(0xfffbfaf7);
      grid();
    }
    graph.edges().forEach(this::arrow);
    int shift = (int) Math.floorMod(seed, (long) FILLS.length);
    float size = size();
    for (int i = 0; i < boxes.length; i++) {
      node(graph.nodes().get(i), boxes[i], (columns[i] + shift) % FILLS.length, size);
    }
  }

  private void grid() {
    float step = brush.unit() * 0.04f;
    for (float y = step; y < brush.height(); y += step) {
      brush.rect(0, y, brush.width(), 1, 0x0c304060);
    }
    for (float x = step; x < brush.width(); x += step) {
      brush.rect(x, 0, 1, brush.height(), 0x0c304060);
    }
  }

  private float size() {
    float least = Float.MAX_VALUE;
    for (var box : boxes) {
      least = Math.min(least, Math.min(box.getHeight() * 0.36f, box.getWidth() * 0.19f));
    }
    return least;
  }

  private void node(String name, Rect box, int colour, float size) {
    float edge = Math.max(1.5f, brush.unit() * 0.004f);
    var lower = name.toLowerCase(Locale.ROOT);
    brush.round(
        box.getLeft() + edge,
        box.getTop() + edge * 2.5f,
        box.getWidth(),
        box.getHeight(),
        box.getHeight() * 0.16f,
        0x1c1a2030);
    if (STORE.matcher(lower).matches()) {
      drum(box, colour, edge);
    } else {
      plain(box, colour, edge);
    }
    if (QUEUE.matcher(lower).matches()) {
      slots(box, colour, edge);
    }
    boolean queue = QUEUE.matcher(lower).matches();
    var inner =
        Rect.makeXYWH(
            box.getLeft() + box.getWidth() * 0.07f,
            box.getTop() + box.getHeight() * 0.06f,
            box.getWidth() * 0.86f,
            box.getHeight() * (queue ? 0.62f : 0.88f));
    new Lettering(Face.SANS_BOLD, INK, Align.CENTER, 1.15f).draw(brush.canvas(), name, inner, size);
  }

  private void plain(Rect box, int colour, float edge) {
    float radius = box.getHeight() * 0.16f;
    brush.round(
        box.getLeft(), box.getTop(), box.getWidth(), box.getHeight(), radius, FILLS[colour]);
    brush.frame(
        box.getLeft(), box.getTop(), box.getWidth(), box.getHeight(), radius, edge, EDGES[colour]);
  }

  private void drum(Rect box, int colour, float edge) {
    float cap = box.getHeight() * 0.12f;
    float cx = box.getLeft() + box.getWidth() / 2;
    float half = box.getWidth() / 2;
    for (float grow : new float[] {edge, 0}) {
      int fill = grow > 0 ? EDGES[colour] : FILLS[colour];
      brush.oval(cx, box.getBottom() - cap, half + grow / 2, cap + grow / 2, fill);
      brush.rect(
          box.getLeft() - grow / 2,
          box.getTop() + cap,
          box.getWidth() + grow,
          box.getHeight() - cap * 2,
          fill);
      brush.oval(cx, box.getTop() + cap, half + grow / 2, cap + grow / 2, fill);
    }
    brush.oval(cx, box.getTop() + cap, half, cap, EDGES[colour]);
    brush.oval(
        cx,
        box.getTop() + cap,
        half - edge,
        cap - edge,
        Colours.mix(FILLS[colour], 0xffffffff, 0.5));
  }

  private void slots(Rect box, int colour, float edge) {
    float size = Math.min(box.getHeight() * 0.16f, box.getWidth() * 0.11f);
    float x = box.getLeft() + (box.getWidth() - size * 6.5f) / 2;
    for (int i = 0; i < 5; i++) {
      brush.round(
          x + i * size * 1.35f,
          box.getBottom() - size * 1.75f,
          size,
          size,
          size * 0.2f,
          i < 3 ? EDGES[colour] : Colours.faded(EDGES[colour], 0.25));
    }
    brush.rect(
        box.getLeft() + box.getWidth() * 0.08f,
        box.getBottom() - size * 2.2f,
        box.getWidth() * 0.84f,
        edge * 0.5f,
        Colours.faded(EDGES[colour], 0.5));
  }

  private void arrow(Graph.Edge edge) {
    var from = boxes[edge.from()];
    var to = boxes[edge.to()];
    boolean forward = columns[edge.to()] > columns[edge.from()];
    float thick = Math.max(2, brush.unit() * 0.0055f);
    float x0 =
        across ? (forward ? from.getRight() : cx(from)) : forward ? cx(from) : from.getRight();
    float y0 =
        across ? (forward ? cy(from) : from.getBottom()) : forward ? from.getBottom() : cy(from);
    float x1 = across ? (forward ? to.getLeft() : cx(to)) : forward ? cx(to) : to.getRight();
    float y1 = across ? (forward ? cy(to) : to.getBottom()) : forward ? to.getTop() : cy(to);
    float dx = across ? (forward ? 1 : 0) : forward ? 0 : 1;
    float dy = across ? (forward ? 0 : 1) : forward ? 1 : 0;
    float head = thick * 4;
    float ex = forward ? x1 - dx * head : x1 + dx * head;
    float ey = forward ? y1 - dy * head : y1 + dy * head;
    float bend = forward ? (across ? ex - x0 : ey - y0) * 0.5f : brush.unit() * 0.1f;
    float sign = forward ? -1 : 1;
    try (var path = new PathBuilder()) {
      path.moveTo(x0, y0)
          .cubicTo(
              x0 + dx * bend, y0 + dy * bend, ex + sign * dx * bend, ey + sign * dy * bend, ex, ey);
      brush.stroke(path, thick, 0xff4a5568);
    }
    tip(x1, y1, forward ? dx : -dx, forward ? dy : -dy, head);
  }

  private void tip(float x, float y, float dx, float dy, float head) {
    float bx = x - dx * head * 1.1f;
    float by = y - dy * head * 1.1f;
    brush.polygon(
        0xff4a5568,
        x,
        y,
        bx - dy * head * 0.6f,
        by + dx * head * 0.6f,
        bx + dy * head * 0.6f,
        by - dx * head * 0.6f);
  }

  private static float cx(Rect box) {
    return box.getLeft() + box.getWidth() / 2;
  }

  private static float cy(Rect box) {
    return box.getTop() + box.getHeight() / 2;
  }
}

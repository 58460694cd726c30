package dev.atelier.media.png;

/** Reads a picture's rows one after the other, drops unused alpha, and filters them. */
final class FilteredRows {
  private final PixelRows rows;
  private final Filter filter;
  private final int pixelBytes;
  private final int length;
  private final byte[] rgba;
  private byte[] row;
  private byte[] above;
  private int y;

  FilteredRows(PixelRows rows, Filter filter) {
    this.rows = rows;
    this.filter = filter;
    this.pixelBytes = rows.alpha() ? 4 : 3;
    this.length = rows.width() * pixelBytes;
    this.rgba = new byte[rows.width() * 4];
    this.row = new byte[length];
    this.above = new byte[length];
  }

  /** Bytes of one filtered row, its filter's number included. */
  int rowBytes() {
    return 1 + length;
  }

  /** Goes on at {@code top}. */
  void startAt(int top) {
    y = top;
    if (top > 0 && filter == Filter.UP) {
      load(top - 1, above);
    }
  }

  /** Puts the next row into {@code out} at {@code at}. */
  void next(byte[] out, int at) {
    load(y++, row);
    filter.apply(row, above, length, pixelBytes, out, at);
    var swap = above;
    above = row;
    row = swap;
  }

  private void load(int index, byte[] into) {
    if (pixelBytes == 4) {
      rows.read(index, into);
      return;
    }
    rows.read(index, rgba);
    for (int from = 0, to = 0; to < length; from += 4, to += 3) {
      into[to] = rgba[from];
      into[to + 1] = rgba[from + 1];
      into[to + 2] = rgba[from + 2];
    }
  }
}

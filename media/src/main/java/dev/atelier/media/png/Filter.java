package dev.atelier.media.png;

/** The two filters worth their time here (PNG specification, section 9.2). */
enum Filter {
  SUB(1),
  UP(2);

  private final byte code;

  Filter(int code) {
    this.code = (byte) code;
  }

  /**
   * Filters {@code row} into {@code out} at {@code to}, the filter's number first.
   *
   * @param above the row above, zeros for the first
   * @param length bytes of the row
   * @param step bytes of one pixel
   */
  void apply(byte[] row, byte[] above, int length, int step, byte[] out, int to) {
    out[to] = code;
    int start = to + 1;
    if (this == UP) {
      for (int i = 0; i < length; i++) {
        out[start + i] = (byte) (row[i] - above[i]);
      }
      return;
    }
    System.arraycopy(row, 0, out, start, step);
    for (int i = step; i < length; i++) {
      out[start + i] = (byte) (row[i] - row[i - step]);
    }
  }
}

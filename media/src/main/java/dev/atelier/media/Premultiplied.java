package dev.atelier.media;

/** The arithmetic of colours premultiplied by their alpha, all values 0..255. */
final class Premultiplied {
  private Premultiplied() {}

  /** The plain colour, to the nearest; 0 where nothing shows. */
  static int undo(int premultiplied, int alpha) {
    if (alpha == 255) {
      return premultiplied;
    }
    return alpha == 0 ? 0 : Math.min(255, (premultiplied * 255 + alpha / 2) / alpha);
  }

  /** Undoes a row of 4-byte pixels in place. */
  static void undoRow(byte[] rgba, int length) {
    for (int at = 0; at < length; at += 4) {
      int alpha = rgba[at + 3] & 0xff;
      if (alpha != 255) {
        rgba[at] = (byte) undo(rgba[at] & 0xff, alpha);
        rgba[at + 1] = (byte) undo(rgba[at + 1] & 0xff, alpha);
        rgba[at + 2] = (byte) undo(rgba[at + 2] & 0xff, alpha);
      }
    }
  }

  /** Puts a row of 4-byte pixels on white paper, in place. */
  static void onWhite(byte[] rgba, int length) {
    for (int at = 0; at < length; at += 4) {
      int white = 255 - (rgba[at + 3] & 0xff);
      if (white != 0) {
        rgba[at] += (byte) white;
        rgba[at + 1] += (byte) white;
        rgba[at + 2] += (byte) white;
        rgba[at + 3] = (byte) 255;
      }
    }
  }
}

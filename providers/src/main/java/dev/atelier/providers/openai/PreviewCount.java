package dev.atelier.providers.openai;

/** How many previews of the image have come in a stream. */
final class PreviewCount {
  private int count;

  /** The order of the next one. */
  int next() {
    return count++;
  }

  boolean any() {
    return count > 0;
  }
}

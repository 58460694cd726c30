package dev.atelier.moderation.classifier;

/** Looks at small pictures. Used by many threads at once. */
interface Classifier extends AutoCloseable {
  /** Width and height of what it looks at. */
  int EDGE = 224;

  /**
   * @param pixels {@link #EDGE} rows of red from 0 to 1, then as many of green, then of blue
   * @throws ClassifierException when there are none, for whatever reason
   */
  Scores scores(float[] pixels) throws ClassifierException;

  @Override
  void close();
}

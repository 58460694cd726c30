package dev.atelier.moderation.classifier;

/**
 * How much a picture is of each class, from 0 to 1 and 1 together.
 *
 * @param drawing harmless drawings, comics among them
 * @param hentai drawn and explicit
 * @param neutral harmless photographs
 * @param porn photographed and explicit
 * @param sexy suggestive and not explicit: underwear, swimwear, and a good deal of bare skin
 */
record Scores(float drawing, float hentai, float neutral, float porn, float sexy) {
  private static final float ROUNDING = 1e-3f;

  Scores {
    float sum = drawing + hentai + neutral + porn + sexy;
    if (!(Math.abs(sum - 1) <= ROUNDING)) {
      throw new IllegalArgumentException("scores are 1 together, not " + sum);
    }
  }

  /** Explicit, photographed or drawn. */
  double explicit() {
    return (double) porn + hentai;
  }
}

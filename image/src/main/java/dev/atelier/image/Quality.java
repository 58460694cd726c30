package dev.atelier.image;

/**
 * How much effort a picture is worth; {@link #AUTO} leaves it to the model and is never an answer.
 */
public enum Quality {
  AUTO("auto"),
  LOW("low"),
  MEDIUM("medium"),
  HIGH("high");

  private final String word;

  Quality(String word) {
    this.word = word;
  }

  /** The value as the wire formats write it. */
  public String word() {
    return word;
  }
}

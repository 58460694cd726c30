package dev.atelier.image;

/** What lies behind the subject; {@link #AUTO} leaves it to the model and is never an answer. */
public enum Background {
  AUTO("auto"),
  OPAQUE("opaque"),
  TRANSPARENT("transparent");

  private final String word;

  Background(String word) {
    this.word = word;
  }

  /** The value as the wire formats write it. */
  public String word() {
    return word;
  }
}

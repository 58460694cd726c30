package dev.atelier.image;

/** The kinds of work. */
public enum Operation {
  GENERATION("generation"),
  EDIT("edit");

  private final String word;

  Operation(String word) {
    this.word = word;
  }

  /** The value as stored and logged. */
  public String word() {
    return word;
  }
}

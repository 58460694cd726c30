package dev.atelier.image;

/** How strictly the caller wants prompt and picture filtered. */
public enum ModerationLevel {
  AUTO("auto"),
  LOW("low");

  private final String word;

  ModerationLevel(String word) {
    this.word = word;
  }

  /** The value as the wire formats write it. */
  public String word() {
    return word;
  }
}

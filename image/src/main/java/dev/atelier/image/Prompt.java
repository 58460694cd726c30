package dev.atelier.image;

/** What the caller wants to see: at least one character. Never printed by {@link #toString()}. */
public record Prompt(String text) {
  public Prompt {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a prompt has at least one character");
    }
  }

  /** Length in Unicode code points, the unit of every published limit. */
  public int length() {
    return text.codePointCount(0, text.length());
  }

  @Override
  public String toString() {
    return "Prompt[" + length() + " characters]";
  }
}

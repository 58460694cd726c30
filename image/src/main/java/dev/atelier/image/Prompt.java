package dev.atelier.image;

import java.util.Optional;

/** What the caller wants to see: at least one character. Never printed by {@link #toString()}. */
public record Prompt(String text) {
  /** What stands for one whose text is kept no longer. */
  public static final Prompt ERASED = new Prompt("\uFFFC");

  public Prompt {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a prompt has at least one character");
    }
  }

  /** The text for answers; empty once it was erased. */
  public Optional<String> shown() {
    return equals(ERASED) ? Optional.empty() : Optional.of(text);
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

package dev.atelier.simulation;

/** Something that must always hold does not. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  Violation(String text) {
    super(text);
  }

  Violation(String text, Throwable cause) {
    super(text, cause);
  }
}

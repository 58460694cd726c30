package dev.atelier.simulation;

/** Something that must always hold does not. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  Violation(Promise broken, String text) {
    super(broken + ": " + text);
  }

  Violation(Promise broken, String text, Throwable cause) {
    super(broken + ": " + text, cause);
  }
}

package dev.atelier.moderation.classifier;

/** The classifier cannot be loaded, or gives no scores. */
final class ClassifierException extends Exception {
  private static final long serialVersionUID = 1L;

  ClassifierException(String message, Throwable cause) {
    super(message, cause);
  }
}

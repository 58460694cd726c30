package dev.atelier.media;

/**
 * A file is not a picture we can use. The message is short, safe to show, and completes a sentence
 * whose subject is the file: {@code is animated}, {@code is truncated}, {@code is damaged}, {@code
 * claims 30000x30000, more than 64 megapixels}, {@code is not a PNG, JPEG or WebP image}.
 */
public final class UnusableMediaException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnusableMediaException(String message) {
    super(message);
  }

  public UnusableMediaException(String message, Throwable cause) {
    super(message, cause);
  }

  static UnusableMediaException notAnImage() {
    return new UnusableMediaException("is not a PNG, JPEG or WebP image");
  }

  static UnusableMediaException truncated() {
    return new UnusableMediaException("is truncated");
  }

  static UnusableMediaException damaged() {
    return new UnusableMediaException("is damaged");
  }

  static UnusableMediaException animated() {
    return new UnusableMediaException("is animated");
  }

  static UnusableMediaException trailing() {
    return new UnusableMediaException("has data after its end");
  }
}

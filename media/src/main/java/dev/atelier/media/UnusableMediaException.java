package dev.atelier.media;

/**
 * A file is not a picture we can use. The message is short, safe to show, and completes a sentence
 * whose subject is the file: {@code is animated}, {@code is truncated}, {@code is damaged}, {@code
 * claims 30000x30000, more than 64 megapixels}, {@code is not a PNG, JPEG or WebP image}.
 */
public final class UnusableMediaException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String problem;

  public UnusableMediaException(String problem) {
    super(problem);
    this.problem = problem;
  }

  public UnusableMediaException(String problem, Throwable cause) {
    super(problem, cause);
    this.problem = problem;
  }

  /** What is wrong, to be put after "the picture": {@code is truncated}. */
  public String problem() {
    return problem;
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

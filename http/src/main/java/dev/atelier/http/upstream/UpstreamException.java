package dev.atelier.http.upstream;

import java.io.IOException;

/** No whole answer came. The message names neither address nor credential. */
public final class UpstreamException extends IOException {
  private static final long serialVersionUID = 1L;

  private final UpstreamFailure failure;
  private final boolean left;

  UpstreamException(UpstreamFailure failure, boolean left, Throwable cause) {
    super(failure.word(), cause);
    this.failure = failure;
    this.left = left;
  }

  public UpstreamFailure failure() {
    return failure;
  }

  /** Whether a byte of the request may have left. */
  public boolean left() {
    return left;
  }
}

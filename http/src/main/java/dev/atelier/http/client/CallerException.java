package dev.atelier.http.client;

import java.io.IOException;

/** Carries a failure of the caller's own stream or file past the handling of the network's. */
final class CallerException extends IOException {
  private static final long serialVersionUID = 1L;

  private final IOException failure;

  CallerException(IOException failure) {
    super(failure);
    this.failure = failure;
  }

  IOException failure() {
    return failure;
  }
}

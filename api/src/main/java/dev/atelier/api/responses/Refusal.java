package dev.atelier.api.responses;

import dev.atelier.api.openai.ErrorBody;

/** A refusal in words that only this API has. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient ErrorBody error;

  Refusal(ErrorBody error) {
    super(error.message());
    this.error = error;
  }

  ErrorBody error() {
    return error;
  }
}

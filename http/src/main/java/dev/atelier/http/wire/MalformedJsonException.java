package dev.atelier.http.wire;

import java.io.IOException;

/** Text that is not JSON, or JSON past its limits; the message fits a client. */
public final class MalformedJsonException extends IOException {
  private final String problem;

  public MalformedJsonException(String problem) {
    super(problem);
    this.problem = problem;
  }

  public String problem() {
    return problem;
  }
}

package dev.atelier.http.server;

import java.io.IOException;

/** A multipart body that is broken, truncated or past its limits; the message fits a client. */
public final class MalformedMultipartException extends IOException {
  private final String problem;

  MalformedMultipartException(String problem) {
    super(problem);
    this.problem = problem;
  }

  public String problem() {
    return problem;
  }
}

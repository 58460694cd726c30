package dev.atelier.http.client;

import java.io.IOException;

/** A URL could not be fetched, or not be sent to. */
public final class TransportException extends IOException {
  private final transient TransportProblem problem;

  public TransportException(TransportProblem problem) {
    super(problem.text());
    this.problem = problem;
  }

  public TransportException(TransportProblem problem, Throwable cause) {
    super(problem.text(), cause);
    this.problem = problem;
  }

  public TransportProblem problem() {
    return problem;
  }
}

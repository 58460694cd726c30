package dev.atelier.http.client;

import java.io.IOException;

/** A URL could not be fetched, or not be sent to. */
public final class DownloadException extends IOException {
  private final transient DownloadProblem problem;

  public DownloadException(DownloadProblem problem) {
    super(problem.text());
    this.problem = problem;
  }

  public DownloadException(DownloadProblem problem, Throwable cause) {
    super(problem.text(), cause);
    this.problem = problem;
  }

  public DownloadProblem problem() {
    return problem;
  }
}

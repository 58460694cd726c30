package dev.atelier.api.oidc;

/** Somebody is not signed in. The message is for the log: it holds no claim, code or token. */
final class SignInException extends Exception {
  private final SignInProblem problem;

  SignInException(SignInProblem problem, String message) {
    super(message);
    this.problem = problem;
  }

  SignInException(SignInProblem problem, String message, Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  SignInProblem problem() {
    return problem;
  }
}

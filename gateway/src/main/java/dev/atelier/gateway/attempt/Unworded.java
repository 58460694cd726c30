package dev.atelier.gateway.attempt;

import java.util.Optional;

/**
 * A failure for the log: its class, where it happened and what caused it, without the messages,
 * which may say a prompt in any spelling.
 */
final class Unworded extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int CAUSES_MAX = 10;

  Unworded(Throwable failure) {
    this(failure, CAUSES_MAX);
  }

  private Unworded(Throwable failure, int causes) {
    super(
        failure.getClass().getName(),
        Optional.ofNullable(failure.getCause())
            .filter(_ -> causes > 0)
            .map(cause -> new Unworded(cause, causes - 1))
            .orElse(null));
    setStackTrace(failure.getStackTrace());
  }
}

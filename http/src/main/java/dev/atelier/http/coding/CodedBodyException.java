package dev.atelier.http.coding;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A body that cannot be unpacked: broken, cut off, or made to grow. */
public final class CodedBodyException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final int status;

  CodedBodyException(String problem, int status) {
    this(problem, status, null);
  }

  CodedBodyException(String problem, int status, @Nullable Throwable cause) {
    super(problem, cause);
    this.problem = problem;
    this.status = status;
  }

  /** Safe to show to the caller. */
  public String problem() {
    return problem;
  }

  /** 400, or 413 for one that grows. */
  public int status() {
    return status;
  }
}

package dev.atelier.http.wire;

import java.io.IOException;

/** Text that is not base64 (RFC 4648, section 4), or not a base64 data URL; fits a client. */
public final class MalformedBase64Exception extends IOException {
  private final String problem;

  MalformedBase64Exception(String problem) {
    super(problem);
    this.problem = problem;
  }

  public String problem() {
    return problem;
  }
}

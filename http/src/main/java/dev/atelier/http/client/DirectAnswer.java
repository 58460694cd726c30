package dev.atelier.http.client;

import java.nio.charset.StandardCharsets;

/**
 * The whole answer to a {@link DirectRequest}.
 *
 * @param status 100..599
 * @param body not to be changed
 */
public record DirectAnswer(int status, byte[] body) {
  public boolean success() {
    return status >= 200 && status <= 299;
  }

  /** The body, read as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "DirectAnswer[" + status + ", " + body.length + " bytes]";
  }
}

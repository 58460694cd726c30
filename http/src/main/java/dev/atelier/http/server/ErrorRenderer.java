package dev.atelier.http.server;

import java.io.IOException;

/** Writes what the transport refused in the error shape of one API. */
@FunctionalInterface
public interface ErrorRenderer {
  /**
   * Answers {@code exchange}, usually with {@link HttpError#status()}; the answer has not begun.
   */
  void render(Exchange exchange, HttpError error) throws IOException;
}

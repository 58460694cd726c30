package dev.atelier.http.upstream;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A server with TLS did not choose HTTP/2 by ALPN, so that it has to be called over HTTP/1.1. */
final class Http1ChosenException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param chosen null where it knows no ALPN
   */
  Http1ChosenException(@Nullable Object chosen) {
    super("chosen by ALPN: " + chosen);
  }
}

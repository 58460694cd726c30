package dev.atelier.http.upstream;

import java.io.IOException;

/** The server gave a call back before it did anything of it, or the connection never took it. */
final class RefusedStreamException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedStreamException(String how) {
    super(how);
  }
}

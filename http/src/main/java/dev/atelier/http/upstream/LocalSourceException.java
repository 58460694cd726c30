package dev.atelier.http.upstream;

import java.io.IOException;

/** Our own file could not be read while it was being sent; says nothing about the upstream. */
public final class LocalSourceException extends IOException {
  private static final long serialVersionUID = 1L;

  public LocalSourceException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}

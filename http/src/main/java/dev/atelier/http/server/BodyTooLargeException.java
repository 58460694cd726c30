package dev.atelier.http.server;

import java.io.IOException;

/** The request's body went past the limit of its route while it was read. */
public final class BodyTooLargeException extends IOException {
  private final long bodyBytesMax;

  BodyTooLargeException(long bodyBytesMax) {
    super("the body is larger than " + bodyBytesMax + " bytes");
    this.bodyBytesMax = bodyBytesMax;
  }

  public long bodyBytesMax() {
    return bodyBytesMax;
  }
}

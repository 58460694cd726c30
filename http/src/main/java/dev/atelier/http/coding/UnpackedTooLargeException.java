package dev.atelier.http.coding;

import java.io.IOException;

/** The plain body is larger than the one that is taken. */
public final class UnpackedTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long bytesMax;

  UnpackedTooLargeException(long bytesMax) {
    super("the body unpacks to more than " + bytesMax + " bytes");
    this.bytesMax = bytesMax;
  }

  public long bytesMax() {
    return bytesMax;
  }
}

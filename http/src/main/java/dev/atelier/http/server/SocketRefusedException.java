package dev.atelier.http.server;

import java.io.IOException;

/** A message because of which its connection is closed. */
public final class SocketRefusedException extends IOException {
  private final SocketClose code;
  private final String reason;

  /**
   * @param reason told to the client, at most 100 ASCII characters
   */
  public SocketRefusedException(SocketClose code, String reason) {
    super(reason);
    this.code = code;
    this.reason = reason;
  }

  public SocketClose code() {
    return code;
  }

  public String reason() {
    return reason;
  }
}

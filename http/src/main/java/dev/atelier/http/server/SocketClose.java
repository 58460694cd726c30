package dev.atelier.http.server;

/** Why a WebSocket connection is closed by us (RFC 6455, 7.4.1). */
public enum SocketClose {
  NORMAL(1000),
  /** The server stops, or nobody said anything for long. */
  GOING_AWAY(1001),
  /** Frames that break the protocol: unmasked, too long for a control frame, out of order. */
  PROTOCOL_ERROR(1002),
  /** A message that is not what its text should be: no UTF-8, no JSON. */
  INVALID_DATA(1007),
  /** Not proven who it is in time, sends or reads too slowly, asks for too much. */
  POLICY_VIOLATION(1008),
  MESSAGE_TOO_LARGE(1009),
  INTERNAL_ERROR(1011);

  private final int code;

  SocketClose(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}

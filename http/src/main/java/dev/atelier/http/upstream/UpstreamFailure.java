package dev.atelier.http.upstream;

/** Why no whole answer came, in the order of a call's life. */
public enum UpstreamFailure {
  /** Its host name is not known. */
  UNKNOWN_HOST("unknown-host"),
  /** Refused, no route, or not connected in time. */
  UNREACHABLE("unreachable"),
  /** No secure connection: certificate, name or protocol. */
  TLS("tls"),
  /**
   * Connected, and no HTTP/2 came, as the call is to go over or TLS agreed on; nothing was sent.
   */
  NO_HTTP_2("no-http-2"),
  /** Sent, at least in part, and given back: the server says that it did nothing of it. */
  REFUSED_STREAM("refused-stream"),
  /** Sent, at least in part; closed or reset before any answer. */
  NO_ANSWER("no-answer"),
  /** Sent; no head of an answer in time. */
  FIRST_BYTE_TIMEOUT("first-byte-timeout"),
  /** The answer began and stopped coming. */
  SILENCE("silence"),
  /** The answer began and broke off. */
  CUT("cut"),
  /** Not over in the time that the whole call has. */
  TOTAL_TIMEOUT("total-timeout");

  private final String word;

  UpstreamFailure(String word) {
    this.word = word;
  }

  /** As tables and reports write it. */
  public String word() {
    return word;
  }
}

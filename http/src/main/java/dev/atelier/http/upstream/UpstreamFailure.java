package dev.atelier.http.upstream;

/** Why no whole answer came, in the order of a call's life. */
public enum UpstreamFailure {
  /** Its host name is not known. */
  UNKNOWN_HOST("unknown-host", false),
  /** Refused, no route, or not connected in time. */
  UNREACHABLE("unreachable", false),
  /** No secure connection: certificate, name or protocol. */
  TLS("tls", false),
  /** Sent, at least in part; closed or reset before any answer. */
  NO_ANSWER("no-answer", true),
  /** Sent; no head of an answer in time. */
  FIRST_BYTE_TIMEOUT("first-byte-timeout", true),
  /** The answer began and stopped coming. */
  SILENCE("silence", true),
  /** The answer began and broke off. */
  CUT("cut", true),
  /** Not over in the time that the whole call has. */
  TOTAL_TIMEOUT("total-timeout", true);

  private final String word;
  private final boolean left;

  UpstreamFailure(String word, boolean left) {
    this.word = word;
    this.left = left;
  }

  /** As tables and reports write it. */
  public String word() {
    return word;
  }

  /** Whether a byte of the request may have left. */
  public boolean left() {
    return left;
  }
}

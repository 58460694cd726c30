package dev.atelier.http.upstream;

import java.time.Duration;

/**
 * How long a call may take.
 *
 * @param connect until the connection is there, TLS included
 * @param firstByte from the last byte of the request to the head of the answer
 * @param silence between two blocks of the answer's body
 * @param total of everything, whatever comes meanwhile
 */
public record UpstreamTimeouts(
    Duration connect, Duration firstByte, Duration silence, Duration total) {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofSeconds(30);

  public UpstreamTimeouts {
    if (connect.isNegative()
        || connect.isZero()
        || firstByte.isZero()
        || silence.isZero()
        || total.isZero()) {
      throw new IllegalArgumentException("every time-out is longer than nothing");
    }
  }

  /** For a call whose answer takes as long as the image: only the total bounds it. */
  public static UpstreamTimeouts untilMade(Duration total) {
    return new UpstreamTimeouts(CONNECT, total, total, total);
  }

  /** For a call that is answered at once: a submit, a poll. */
  public static UpstreamTimeouts prompt() {
    return new UpstreamTimeouts(CONNECT, SHORT, SHORT, SHORT.multipliedBy(2));
  }

  /** For a file that is ready. */
  public static UpstreamTimeouts transfer(Duration total) {
    return new UpstreamTimeouts(CONNECT, SHORT, SHORT, total);
  }
}

package dev.atelier.storage.s3;

import java.time.Duration;

/**
 * How long the object store may take.
 *
 * @param connect to take a connection
 * @param silence without a byte from it
 * @param attempt for one request, its body included
 * @param call for a request with all its repeats
 * @param attempts how often a request is sent at most
 * @param pause before the first repeat; later ones grow, all are drawn at random up to that
 * @param probe how often it is asked whether it is back; this grows up to tenfold
 */
public record S3Timeouts(
    Duration connect,
    Duration silence,
    Duration attempt,
    Duration call,
    int attempts,
    Duration pause,
    Duration probe) {
  private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

  /** Those that follow from the time for a whole call. */
  public static S3Timeouts of(Duration call) {
    Duration attempt = call.dividedBy(2);
    return new S3Timeouts(
        Duration.ofSeconds(3),
        attempt.compareTo(SILENCE_MAX) < 0 ? attempt : SILENCE_MAX,
        attempt,
        call,
        4,
        Duration.ofMillis(100),
        Duration.ofSeconds(1));
  }
}

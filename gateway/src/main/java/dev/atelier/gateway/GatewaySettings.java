package dev.atelier.gateway;

import java.time.Duration;
import java.util.Set;

/**
 * How patient the gateway is.
 *
 * @param startWithin how long a job may stay queued before it fails
 * @param syncWaitMax a caller that would wait longer than this is told to come back
 * @param attemptTimeout for ordinary sizes
 * @param largeAttemptTimeout above 2560x1440 pixels
 * @param leaseFor how long a claim holds without renewal; longer than any attempt on one node
 * @param retention how long results are kept
 * @param retryPolicy what is repeated, and how often
 */
public record GatewaySettings(
    Duration startWithin,
    Duration syncWaitMax,
    Duration attemptTimeout,
    Duration largeAttemptTimeout,
    Duration leaseFor,
    RetentionPolicy retention,
    AttemptRetryPolicy retryPolicy) {
  public static final GatewaySettings DEFAULT =
      new GatewaySettings(
          Duration.ofMinutes(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(120),
          Duration.ofSeconds(300),
          Duration.ofMinutes(30),
          new RetentionPolicy(Duration.ofDays(7), Set.of()),
          AttemptRetryPolicy.DEFAULT);
}

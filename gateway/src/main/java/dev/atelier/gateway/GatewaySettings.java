package dev.atelier.gateway;

import dev.atelier.gateway.attempt.AttemptSettings;
import dev.atelier.gateway.settle.CommitRetry;
import dev.atelier.gateway.settle.RetentionPolicy;
import java.time.Duration;
import java.util.Set;

/**
 * How long things may take.
 *
 * @param startWithin how long a job may stay queued before it fails
 * @param syncWaitMax a caller that would wait longer than this is told to come back
 * @param renewEvery how often leases are renewed: a third of their time or so
 * @param attempts how calls are made
 * @param retention how long results are kept
 * @param commitRetry how long an attempt's commit is tried while the database is away
 */
public record GatewaySettings(
    Duration startWithin,
    Duration syncWaitMax,
    Duration renewEvery,
    AttemptSettings attempts,
    RetentionPolicy retention,
    CommitRetry commitRetry) {
  /** How long a claim holds without renewal. */
  public static final Duration LEASE_FOR = Duration.ofSeconds(30);

  public static final GatewaySettings DEFAULT =
      new GatewaySettings(
          Duration.ofMinutes(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          AttemptSettings.DEFAULT,
          new RetentionPolicy(Duration.ofDays(7), Set.of()),
          CommitRetry.DEFAULT);

  public GatewaySettings with(CommitRetry other) {
    return new GatewaySettings(startWithin, syncWaitMax, renewEvery, attempts, retention, other);
  }

  public GatewaySettings with(AttemptSettings other) {
    return new GatewaySettings(startWithin, syncWaitMax, renewEvery, other, retention, commitRetry);
  }
}

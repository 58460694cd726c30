package dev.atelier.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The clock of one node, which is as far ahead of the database's as it was at its start. */
record NodeClock(InstantSource database, Duration ahead) implements InstantSource {
  @Override
  public Instant instant() {
    return database.instant().plus(ahead);
  }

  /** Durations are right whatever the date. */
  long nanos() {
    Instant now = database.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}

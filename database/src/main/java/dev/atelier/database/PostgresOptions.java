package dev.atelier.database;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Bounds of a {@link PostgresDatabase}.
 *
 * @param writers connections that write at the same time
 * @param readers connections that read at the same time
 * @param queueMax transactions of each kind that wait for a connection; more wait to be let in
 * @param waitMax how long a caller waits for its turn, and then once more for the answer
 * @param connectMax how long making a connection may take
 * @param statementMax how long one statement may take, waiting for locks included
 * @param lockMax how long a statement may wait for a row
 * @param statementsMax prepared statements kept per connection
 * @param clock in the place of the server's own, for tests
 */
public record PostgresOptions(
    int writers,
    int readers,
    int queueMax,
    Duration waitMax,
    Duration connectMax,
    Duration statementMax,
    Duration lockMax,
    int statementsMax,
    Optional<InstantSource> clock) {

  public static final PostgresOptions DEFAULT =
      new PostgresOptions(
          12,
          6,
          4_096,
          Duration.ofSeconds(30),
          Duration.ofSeconds(3),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          256,
          Optional.empty());

  public PostgresOptions {
    if (writers < 1 || readers < 1 || queueMax < 1 || statementsMax < 1) {
      throw new IllegalArgumentException("every bound of a database is at least 1");
    }
  }

  /** The same, with so many connections. */
  public PostgresOptions withConnections(int toWrite, int toRead) {
    return new PostgresOptions(
        toWrite,
        toRead,
        queueMax,
        waitMax,
        connectMax,
        statementMax,
        lockMax,
        statementsMax,
        clock);
  }

  /** The same, with other bounds of time. */
  public PostgresOptions withTimes(Duration wait, Duration statement, Duration lock) {
    return new PostgresOptions(
        writers, readers, queueMax, wait, connectMax, statement, lock, statementsMax, clock);
  }

  /** The same, by another clock than the server's. */
  public PostgresOptions withClock(InstantSource other) {
    return new PostgresOptions(
        writers,
        readers,
        queueMax,
        waitMax,
        connectMax,
        statementMax,
        lockMax,
        statementsMax,
        Optional.of(other));
  }
}

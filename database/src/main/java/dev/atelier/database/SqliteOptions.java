package dev.atelier.database;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Bounds of a {@link SqliteDatabase}.
 *
 * @param queueMax transactions waiting for the writer; more of them wait to be let in
 * @param batchMax transactions committed together at most
 * @param batchTimeMax a batch takes no further transaction once it has run for this long
 * @param bodyTimeMax a transaction body that runs longer is a defect and is logged
 * @param waitMax how long a caller waits for its turn, and then once more for the disk
 * @param readers connections that read at the same time
 * @param statementsMax prepared statements kept per connection
 * @param clock the database's time: this process's, since nobody else writes
 */
public record SqliteOptions(
    int queueMax,
    int batchMax,
    Duration batchTimeMax,
    Duration bodyTimeMax,
    Duration waitMax,
    int readers,
    int statementsMax,
    InstantSource clock) {

  public static final SqliteOptions DEFAULT =
      new SqliteOptions(
          4_096,
          512,
          Duration.ofMillis(20),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          4,
          256,
          InstantSource.system());

  public SqliteOptions {
    if (queueMax < 1 || batchMax < 1 || readers < 1 || statementsMax < 1) {
      throw new IllegalArgumentException("every bound of a database is at least 1");
    }
  }

  /** The same, but callers give up after {@code wait}. */
  public SqliteOptions withWaitMax(Duration wait) {
    return new SqliteOptions(
        queueMax, batchMax, batchTimeMax, bodyTimeMax, wait, readers, statementsMax, clock);
  }

  /** The same, with a queue of {@code length}. */
  public SqliteOptions withQueueMax(int length) {
    return new SqliteOptions(
        length, batchMax, batchTimeMax, bodyTimeMax, waitMax, readers, statementsMax, clock);
  }

  /** The same, by another clock. */
  public SqliteOptions withClock(InstantSource other) {
    return new SqliteOptions(
        queueMax, batchMax, batchTimeMax, bodyTimeMax, waitMax, readers, statementsMax, other);
  }
}

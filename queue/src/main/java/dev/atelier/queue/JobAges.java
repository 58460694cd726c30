package dev.atelier.queue;

import dev.atelier.database.Tx;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The oldest of the jobs that have not ended. Money is held for a job from its acceptance to its
 * end, so that these are the open holds too.
 *
 * @param queued when the job came in that is queued for the longest; a deadline that was moved
 *     counts as age
 * @param held when the oldest job came in for which money is held
 * @param overdue jobs with money held whose start deadline passed before the moment asked about
 */
public record JobAges(Optional<Instant> queued, Optional<Instant> held, long overdue) {
  private static final String QUEUED =
      "SELECT created FROM job WHERE state = 'QUEUED' ORDER BY start_by LIMIT 1";
  private static final String QUEUED_HELD =
      """
      SELECT created FROM job WHERE state = 'QUEUED' AND price_micros > 0
      ORDER BY start_by LIMIT 1\
      """;
  private static final String RUNNING_HELD =
      "SELECT MIN(created) AS created FROM job WHERE state = 'RUNNING' AND price_micros > 0";
  private static final String OVERDUE =
      """
      SELECT (SELECT COUNT(*) FROM job
          WHERE state = 'QUEUED' AND start_by < ? AND price_micros > 0)
        + (SELECT COUNT(*) FROM job
          WHERE state = 'RUNNING' AND start_by < ? AND price_micros > 0) AS jobs\
      """;

  /**
   * As they are now; a few short ranges of partial indexes.
   *
   * @param overdueBefore a hold is overdue whose job was to start before that
   */
  public static JobAges of(Tx tx, Instant overdueBefore) {
    Optional<Instant> held =
        Stream.of(QUEUED_HELD, RUNNING_HELD)
            .flatMap(sql -> created(tx, sql).stream())
            .min(Instant::compareTo);
    long overdue =
        tx.first(OVERDUE, row -> row.number("jobs"), overdueBefore, overdueBefore).orElse(0L);
    return new JobAges(created(tx, QUEUED), held, overdue);
  }

  private static Optional<Instant> created(Tx tx, String sql) {
    return tx.first(sql, row -> row.instantOrNull("created")).flatMap(found -> found);
  }
}

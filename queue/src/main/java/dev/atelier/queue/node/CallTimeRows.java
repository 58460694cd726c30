package dev.atelier.queue.node;

import dev.atelier.database.Tx;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows of how long calls of a kind of work have taken lately, over all processes. */
public final class CallTimeRows {
  private static final long PERMILLE = 1000;
  private static final String SEEN =
      """
      INSERT INTO call_time (work, average_micros, seen) VALUES (?, ?, ?)
      ON CONFLICT (work) DO UPDATE SET seen = excluded.seen, average_micros =
        call_time.average_micros + (excluded.average_micros - call_time.average_micros) * ? / ?\
      """;

  /**
   * Moves the average towards that of some calls of one process.
   *
   * @param weight by how much, from 0 for not at all to 1 for all the way
   */
  public void seen(Tx tx, String work, double averageMillis, double weight) {
    int _ =
        tx.update(
            SEEN,
            work,
            Math.round(averageMillis * PERMILLE),
            tx.now(),
            Math.round(weight * PERMILLE),
            PERMILLE);
  }

  /** The average of each kind of work, in milliseconds. */
  public Map<String, Double> all(Tx tx) {
    return tx
        .list(
            "SELECT work, average_micros FROM call_time",
            row -> Map.entry(row.text("work"), (double) row.number("average_micros") / PERMILLE))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Forgets what nobody has called since then; returns how many. */
  public int forget(Tx tx, Instant seenBefore) {
    return tx.update("DELETE FROM call_time WHERE seen < ?", seenBefore);
  }
}

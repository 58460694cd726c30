package dev.atelier.queue;

import dev.atelier.database.Tx;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import java.util.List;
import java.util.Optional;

/** Why jobs wait, or waited in vain, in lines for people. */
public final class WaitReasons {
  /** Each route by one probe of an index, however many lanes it has. */
  private static final String ROUTES =
      """
      WITH RECURSIVE one(route) AS (
        SELECT MIN(route) FROM queue_lane WHERE ready > 0
        UNION ALL
        SELECT (SELECT MIN(route) FROM queue_lane WHERE ready > 0 AND route > one.route)
        FROM one WHERE one.route IS NOT NULL)
      SELECT route FROM one WHERE route IS NOT NULL LIMIT ?\
      """;

  private static final String OF_ROUTE =
      """
      INSERT INTO route_wait (route, reasons) VALUES (?, ?)
      ON CONFLICT (route) DO UPDATE SET reasons = excluded.reasons\
      """;
  private static final String OF_JOB = "UPDATE job SET unplaced = ? WHERE id = ?";
  private static final String FIND_OF_ROUTE = "SELECT reasons FROM route_wait WHERE route = ?";
  private static final String FIND_OF_JOB =
      "SELECT unplaced FROM job WHERE id = ? AND unplaced IS NOT NULL";

  /** What the first line of a job that waits begins with. */
  public static final String WAITING = "waiting: ";

  private static final String GIVEN_UP = "given up: ";

  private WaitReasons() {}

  /** Routes on which jobs wait for their turn. */
  public static List<String> routes(Tx tx, int limit) {
    return tx.list(ROUTES, row -> row.text("route"), limit);
  }

  /** What keeps the accounts from the jobs of a route. */
  public static void ofRoute(Tx tx, String route, List<String> reasons) {
    tx.update(OF_ROUTE, route, text(reasons));
  }

  /** What kept the accounts from a job. */
  public static void ofJob(Tx tx, JobId job, List<String> reasons) {
    tx.update(OF_JOB, text(reasons), job.value());
  }

  /**
   * Why a queued job waits, as far as it was written, or why no account took one that failed; empty
   * if nothing was.
   */
  public static List<String> find(Tx tx, Job job) {
    Optional<String> own = tx.first(FIND_OF_JOB, row -> row.text("unplaced"), job.id().value());
    return switch (job.state()) {
      case QUEUED ->
          lines(
              WAITING,
              tx.first(FIND_OF_ROUTE, row -> row.text("reasons"), job.route()).or(() -> own));
      case FAILED -> forWantOfAnAccount(job) ? lines(GIVEN_UP, own) : List.of();
      case RUNNING, SUCCEEDED, CANCELLED -> List.of();
    };
  }

  private static boolean forWantOfAnAccount(Job job) {
    return job.fault()
        .filter(fault ->
            fault instanceof JobFault.StartDeadlinePassed
                || fault instanceof JobFault.UpstreamThrottled
                || fault instanceof JobFault.UpstreamFailed)
        .isPresent();
  }

  private static String text(List<String> reasons) {
    return String.join("\n", reasons);
  }

  private static List<String> lines(String word, Optional<String> text) {
    return text.map(word::concat).map(all -> all.lines().toList()).orElse(List.of());
  }
}

package dev.atelier.queue;

import dev.atelier.database.Tx;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks through a tenant's jobs for those that a filter wants, the newest first. There is no index
 * of prompts, so that there is no second place in which they are kept: a step reads a bounded
 * number of rows in the order of their ids, and says how far it came.
 */
public final class SearchJobs {
  /** Rows that one step looks at. */
  static final int STEP = 500;

  /** What an id says of its time may be off by so much, where clocks are set or differ. */
  private static final Duration SLACK = Duration.ofDays(1);

  private static final List<JobState> WITH_IMAGES =
      List.of(JobState.RUNNING, JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED);
  private static final String OF_STATE =
      "SELECT * FROM (SELECT id, key_id, created, request FROM job"
          + " WHERE tenant = ? AND state = ? AND id <= ? ORDER BY id DESC LIMIT ?) AS one";

  /** Sorts after every id. */
  private static final String NEWEST = "g";

  private final JobRows rows = new JobRows();

  /**
   * What a step found.
   *
   * @param jobs that fit, the newest first
   * @param last that was looked at; empty if there was none
   * @param end whether none is left
   */
  public record Step(List<Job> jobs, Optional<JobId> last, boolean end) {}

  /**
   * @param from the newest job to look at, with those before it; all if empty
   */
  public Step step(Tx tx, TenantId tenant, ImageFilter filter, Optional<JobId> from) {
    String start = first(filter, from.map(JobId::toString).orElse(NEWEST));
    List<JobState> states = filter.state().map(List::of).orElse(WITH_IMAGES);
    var args = new ArrayList<Object>();
    for (JobState state : states) {
      Collections.addAll(args, tenant.value(), state.name(), start, STEP);
    }
    args.add(STEP);
    List<Seen> seen =
        tx.list(
            String.join(" UNION ALL ", Collections.nCopies(states.size(), OF_STATE))
                + " ORDER BY id DESC LIMIT ?",
            row ->
                new Seen(
                    new JobId(row.uuid("id")),
                    row.instant("created"),
                    wanted(
                        filter, row.text("key_id"), row.instant("created"), row.text("request"))),
            args.toArray());
    boolean past =
        !seen.isEmpty()
            && filter.from().filter(time -> older(seen.getLast().created(), time)).isPresent();
    return new Step(
        rows.find(tx, seen.stream().filter(Seen::wanted).map(Seen::id).toList()),
        seen.isEmpty() ? Optional.empty() : Optional.of(seen.getLast().id()),
        seen.size() < STEP || past);
  }

  /** Those of these jobs that are the tenant's and that the filter wants, in their order. */
  public List<Job> among(Tx tx, TenantId tenant, ImageFilter filter, List<JobId> ids) {
    return rows.find(tx, ids).stream()
        .filter(job -> job.tenant().equals(tenant))
        .filter(job -> filter.state().filter(state -> state != job.state()).isEmpty())
        .filter(job -> filter.matches(job.created(), job.key().value(), job.request()))
        .toList();
  }

  private static boolean wanted(ImageFilter filter, String key, Instant created, String request) {
    if (!filter.mayMatch(request)) {
      return false;
    }
    ImageRequest read = RowJson.request(request);
    return filter.matches(created, key, read);
  }

  private static boolean older(Instant created, Instant time) {
    return created.isBefore(time.minus(SLACK));
  }

  /** Ids begin with their time: what is too new need not be read. */
  private static String first(ImageFilter filter, String from) {
    return filter
        .until()
        .map(until -> new UUID(until.plus(SLACK).toEpochMilli() << 16, 0).toString())
        .filter(end -> end.compareTo(from) < 0)
        .orElse(from);
  }

  private record Seen(JobId id, Instant created, boolean wanted) {}
}

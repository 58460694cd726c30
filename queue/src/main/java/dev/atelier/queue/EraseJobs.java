package dev.atelier.queue;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.InputImage;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Erases the jobs of an owner, and remembers whose are being erased until none is left. Every
 * method is a few statements over a bounded number of rows, but for the counts.
 */
public final class EraseJobs {
  private static final String OPEN_CALL =
      "EXISTS (SELECT 1 FROM job_attempt a WHERE a.job = job.id AND a.ended IS NULL)";
  private static final String GONE_WHEN = " AND ended IS NOT NULL AND NOT " + OPEN_CALL;

  private final TextHash hash;

  public EraseJobs(TextHash hash) {
    this.hash = hash;
  }

  /** Jobs that were asked to be erased, and as of when. */
  public record Request(DataOwner owner, Instant requested) {}

  /** Remembers that an owner's data as of now is to go. */
  public void request(Tx tx, Request request) {
    tx.update(
        "INSERT INTO erasure (tenant, end_user, requested) VALUES (?, ?, ?)"
            + " ON CONFLICT (tenant, end_user) DO UPDATE SET requested = excluded.requested",
        request.owner().tenant().value(),
        request.owner().user(),
        request.requested());
  }

  /** Those of which something may be left, the longest waiting first. */
  public List<Request> requests(Tx tx, int limit) {
    return tx.list(
        "SELECT tenant, end_user, requested FROM erasure ORDER BY requested LIMIT ?",
        row ->
            new Request(
                DataOwner.of(new TenantId(row.text("tenant")), row.text("end_user")),
                row.instant("requested")),
        limit);
  }

  /** Nothing is left; a later request of the same owner stays. */
  public void done(Tx tx, Request request) {
    tx.update(
        "DELETE FROM erasure WHERE tenant = ? AND end_user = ? AND requested = ?",
        request.owner().tenant().value(),
        request.owner().user(),
        request.requested());
  }

  /** An owner's jobs that have not ended, to be cancelled first. */
  public List<JobId> open(Tx tx, Request request, int limit) {
    return find(tx, request, " AND state IN ('QUEUED', 'RUNNING')", limit);
  }

  /** An owner's jobs that can go: ended, and no call of them is open. */
  public List<JobId> erasable(Tx tx, Request request, int limit) {
    return find(tx, request, GONE_WHEN, limit);
  }

  /** All of an owner's jobs. */
  public long count(Tx tx, Request request) {
    long all = 0;
    for (Owned owned : owned(request.owner())) {
      var args = new ArrayList<Object>(owned.args());
      args.add(request.requested());
      all +=
          tx.first(
                  "SELECT COUNT(*) AS n FROM job WHERE " + owned.where() + " AND created <= ?",
                  row -> row.number("n"),
                  args.toArray())
              .orElse(0L);
    }
    return all;
  }

  /** An owner's jobs by id, the oldest first; those behind {@code after}. */
  public List<JobId> page(Tx tx, Request request, Optional<JobId> after, int limit) {
    return owned(request.owner()).stream()
        .flatMap(owned -> {
          var args = new ArrayList<Object>(owned.args());
          args.add(request.requested());
          args.add(after.map(JobId::toString).orElse(""));
          args.add(limit);
          return tx
              .list(
                  "SELECT id FROM job WHERE "
                      + owned.where()
                      + " AND created <= ? AND id > ? ORDER BY id LIMIT ?",
                  row -> new JobId(row.uuid("id")),
                  args.toArray())
              .stream();
        })
        .sorted(Comparator.comparing(JobId::toString))
        .limit(limit)
        .toList();
  }

  /** Whether a call for the job is open: then it may yet be told how that went. */
  public boolean hasOpenCall(Tx tx, JobId job) {
    return tx.first(
            "SELECT 1 AS open FROM job WHERE id = ? AND " + OPEN_CALL,
            row -> row.flag("open"),
            job.value())
        .isPresent();
  }

  /** What a job made. */
  public List<ArtifactId> results(Tx tx, JobId job) {
    return tx.list(
        "SELECT artifact FROM job_image WHERE job = ? AND artifact IS NOT NULL",
        row -> new ArtifactId(row.uuid("artifact")),
        job.value());
  }

  /** What a job made and what it worked from. */
  public List<ArtifactId> artifacts(Tx tx, JobId job) {
    var all = new ArrayList<>(results(tx, job));
    tx.first("SELECT request FROM job WHERE id = ?", EraseJobs::inputs, job.value())
        .ifPresent(all::addAll);
    return all;
  }

  /** Removes a job with all its rows in the queue, and what was remembered of its request. */
  public void remove(Tx tx, JobId job) {
    tx.update("DELETE FROM idempotency_record WHERE job = ?", job.value());
    Retention.remove(tx, job.toString());
  }

  /**
   * Forgets requests of a tenant whose data goes that are of no job; those of an end user are known
   * by their jobs alone.
   *
   * @return how many; less than {@code limit}: none is left
   */
  public int removeRequests(Tx tx, Request request, int limit) {
    return request.owner() instanceof DataOwner.OfTenant(var tenant)
        ? tx.update(
            "DELETE FROM idempotency_record WHERE job IN (SELECT job FROM idempotency_record"
                + " WHERE tenant = ? AND created <= ? LIMIT ?)",
            tenant.value(),
            request.requested(),
            limit)
        : 0;
  }

  private List<JobId> find(Tx tx, Request request, String condition, int limit) {
    var jobs = new ArrayList<JobId>();
    for (Owned owned : owned(request.owner())) {
      var args = new ArrayList<Object>(owned.args());
      args.add(request.requested());
      args.add(limit - jobs.size());
      jobs.addAll(
          tx.list(
              "SELECT id FROM job WHERE "
                  + owned.where()
                  + " AND created <= ?"
                  + condition
                  + " LIMIT ?",
              row -> new JobId(row.uuid("id")),
              args.toArray()));
    }
    return jobs;
  }

  /** Conditions of which no job meets two. */
  private List<Owned> owned(DataOwner owner) {
    return switch (owner) {
      case DataOwner.OfTenant(var tenant) -> List.of(new Owned("tenant = ?", tenant.value()));
      case DataOwner.OfEndUser(var tenant, var user) ->
          Stream.concat(
                  Stream.of(new Owned("tenant = ? AND end_user = ?", tenant.value(), user)),
                  hash.byEachKey(tenant, user).stream()
                      .map(one ->
                          new Owned("tenant = ? AND end_user_hash = ?", tenant.value(), one)))
              .toList();
    };
  }

  private static List<ArtifactId> inputs(Row row) {
    return switch (RowJson.request(row.text("request"))) {
      case ImageRequest.Generation _ -> List.of();
      case ImageRequest.Edit(_, var images, var mask) ->
          Stream.concat(images.stream(), mask.stream()).map(InputImage::artifact).toList();
    };
  }

  private record Owned(String where, List<String> args) {
    Owned(String where, String... args) {
      this(where, List.of(args));
    }
  }
}

package dev.atelier.benchmarks.queue;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.Background;
import dev.atelier.image.ImageReport;
import dev.atelier.image.ImageSize;
import dev.atelier.image.JobId;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import dev.atelier.image.Usage;
import dev.atelier.queue.AttemptEnd;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.JobSpec;
import dev.atelier.queue.Lease;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Our queue as a server uses it: a job is submitted with others that wait, claimed with others by
 * one claimer that writes the intent of its call in the same commit, and ended with others.
 */
final class OwnQueue {
  private static final AccountId ACCOUNT = QueueBacklog.ACCOUNT;
  private static final ImageReport REPORT =
      new ImageReport(
          new ImageSize(1024, 1024),
          OutputFormat.PNG,
          Quality.LOW,
          Background.OPAQUE,
          "none",
          ACCOUNT,
          OptionalLong.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty());

  private final Database database;
  private final JobQueue queue;
  private final String node;

  /** A job that was claimed, with the call that was begun for it. */
  record Started(Lease lease, AttemptId attempt, Job job) {}

  OwnQueue(Database database, JobQueue queue, String node) {
    this.database = database;
    this.queue = queue;
    this.node = node;
  }

  /** Stores a job, and returns when that is on disk. */
  void submit(JobSpec job) {
    boolean _ =
        database.writeTogether(
            job.tenant().value(),
            tx -> {
              queue.submit(tx, job);
              return true;
            });
  }

  /** Claims at most so many jobs, and begins a call for each, in one commit. */
  List<Started> claim(int max) {
    return database.write(tx -> {
      Instant now = tx.now();
      List<Lease> leases =
          queue.claim(tx, QueueBacklog.ROUTES, node, now, now.plusSeconds(60), max);
      Map<JobId, Job> jobs =
          queue.find(tx, leases.stream().map(Lease::job).toList()).stream()
              .collect(Collectors.toMap(Job::id, Function.identity()));
      return leases.stream()
          .map(lease -> begun(tx, lease, Optional.ofNullable(jobs.get(lease.job())).orElseThrow()))
          .toList();
    });
  }

  private Started begun(Tx tx, Lease lease, Job job) {
    var attempt = new AttemptId(lease.job().value());
    return new Started(lease, queue.begin(tx, lease, attempt, ACCOUNT, List.of(0), tx.now()), job);
  }

  /** Ends the call, the picture and the job, and returns when that is on disk. */
  void end(Started started) {
    boolean _ =
        database.writeTogether(
            started.job().tenant().value(),
            tx -> {
              Instant now = tx.now();
              Job ended =
                  queue.finishAll(
                      tx, started.lease(), started.job(), List.of(image(started, now)), now);
              queue.endWithJob(
                  tx,
                  ended.id(),
                  started.attempt(),
                  new AttemptEnd("succeeded", Optional.empty(), "", now));
              return true;
            });
  }

  private static JobImage image(Started started, Instant now) {
    var artifact = new ArtifactId(started.lease().job().value());
    return JobImage.done(0, artifact, new Usage(10, 0, 1_000), 0, REPORT, now);
  }
}
